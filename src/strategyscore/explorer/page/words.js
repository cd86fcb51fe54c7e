// Every text that a reader sees, in one place: a translation is another file like this one.

import { wholeUnits } from "./kernels.js";

export const DASH = "\u2013";
const MINUS = "\u2212";
const THIN = "\u00a0"; // between a figure and its sign, where no line may break
const MONTHS = "January February March April May June July August September October November December".split(" ");

/** A score with so many decimals, a half rounded up. */
export function points(value, digits) {
  if (value === null || Number.isNaN(value)) return DASH;
  const text = (wholeUnits(Math.abs(value) * 10 ** digits) / 10 ** digits).toFixed(digits);
  return value < 0 && Number(text) > 0 ? MINUS + text : text;
}

/** A share as a whole percentage that says 100 % only when nothing is missing. */
export function percent(share) {
  const rounded = wholeUnits(share * 100);
  return `${rounded === 100 && share < 1 - 1e-9 ? 99 : rounded}${THIN}%`;
}

/** A weight in percent, with one decimal where it has one. */
export function weight(value) {
  return Number.isNaN(value) ? DASH : `${Number(value.toFixed(1))}${THIN}%`;
}

/** An interval of ranks: 3 to 6, or 3 where it is one rank. */
export function span(low, high) {
  return high > low ? `${low} to ${high}` : `${low}`;
}

/** A date of a year, a month or a day in words: June 2026. */
export function date(text) {
  const [year, month, day] = text.split("-");
  return [day && String(Number(day)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** Words as a list in a sentence: a, b and c. */
export function enumerated(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

const many = (n, one, more) => `${n} ${n === 1 ? one : more}`;

export const SAY = {
  meta: (countries, criteria, day, own) =>
    `${many(countries, "country", "countries")}, ${many(criteria, "criterion", "criteria")}, ${day}. ${own}`,
  latest: "each country\u2019s latest ratings",
  asOf: (day) => `ratings that held by ${date(day)}`,
  fromTable: (name) => `values from ${name}`,
  asPublishedNow: "You see the ranking as published.",
  changedNow: (what) => `You see your own ranking: ${enumerated(what)}.`,
  ownWeights: "other weights",
  ownTop: (name) => `the ${name} at the top`,
  ownMissing: { worst: "missing answers at their worst", best: "missing answers at their best" },
  ownAnswers: (n) => many(n, "answer that you set", "answers that you set"),
  tabs: { ranking: "Ranking", pair: "Compare", answers: "Answers", method: "Method" },
  tabsLabel: "What is shown",

  weights: "Weights",
  settings: "Weights and settings",
  asPublished: "As published",
  equal: "Equal weights",
  resetAll: "Reset everything",
  resetGroup: (title) => `Weights of ${title} as published`,
  more: (n) => `Its ${many(n, "part", "parts")}`,
  of: (title) => ` of ${title}`,
  lock: (title) => `Lock the weight of ${title}`,
  locked: "Locked",
  unlocked: "Lock",
  weightSpoken: (title, value, published) => `${weight(value)} of the weight, published ${weight(published)}`,
  publishedWeight: (value) => `published ${weight(value)}`,
  weightsHint: "Weights of one group add up to 100\u00a0%. What you give to one part is taken from those that are not locked.",
  top: "Aggregation of the whole index",
  topPublished: (name) => `${name.replace(/^weighted /, "")}, as published`,
  topNamed: (name) => name.replace(/^weighted /, ""),
  missing: "Missing answers",
  missings: {
    "left-out": "left out, as published",
    worst: "at their worst",
    best: "at their best",
  },
  vary: "What the rank intervals vary",
  varied: { weights: "weights", ratings: "ratings, by their confidence", missing: "missing answers" },
  needsZero: "It has no meaning for a scale that begins below zero.",

  find: "Show only these countries or groups",
  findHint: (example) => `For example ${example}`,
  shown: (n, all) =>
    n === all ? "" : `${n} of ${all} countries shown; ranks are among all ${all}.`,
  unknownCountry: (words) => `Nothing here is called ${enumerated(words)}.`,
  heads: {
    rank: "Rank",
    country: "Country",
    score: "Score, lowest to highest",
    interval: "Rank, 90\u00a0% interval",
    first: "Ranks first",
    published: "Published rank",
    coverage: "Answered",
  },
  sortBy: (name) => `Sort by ${name}`,
  rankingCaption: "Ranking with the range of each score and the interval of each rank",
  key: (scale, axis, drawn) =>
    `Score: the dot, from ${axis[0]} to ${axis[1]} on a scale of ${scale[0]} to ${scale[1]}; the pale bar is what missing answers could make of it. ${drawn}`,
  keyDrawn: (count, varied) =>
    `Rank: the dot; the pale bar holds nine in ten of ${count.toLocaleString("en")} draws of ${enumerated(varied)}.`,
  keyNone: (reason) => `There are no rank intervals: ${reason}.`,
  keyMark: { published: "The grey mark is the published rank.", later: "The grey mark is the rank now, on the answers that were there then." },
  nothingVaries: "nothing varies, choose at least one source",
  thin: (least) => `* Less than ${percent(least)} of the weight is answered: the score is shown, and has no rank.`,
  moved: (by) => (by > 0 ? `up ${by}` : `down ${-by}`),
  noRank: "no rank",
  download: "Take it with you",
  copyLink: "Copy link",
  yaml: "Rubric (YAML)",
  csv: "Table (CSV)",
  svg: "Chart (SVG)",
  png: "Chart (PNG)",
  cite: "Copy citation",
  cited: (text) => `Copied: ${text}`,
  citation: ({ title, version, made, digests, own, address }) =>
    `${title}, version ${version}${own.length ? `, ranked by a reader with ${enumerated(own)}` : ""}. Computed with strategyscore ${made.version}, ${date(made.at.slice(0, 10))}; rubric ${digests.rubric.slice(0, 12)}, profiles ${digests.countries.slice(0, 12)} (SHA-256). ${address}`,
  copied: "The link to this state is copied.",
  notCopied: (text) => `This browser lets no page copy; take it from here: ${text}`,
  saved: (name) => `${name} is saved.`,
  yamlHint: (name, day, missing) =>
    `strategyscore score --rubric ${name}${day ? ` --as-of ${day}` : ""} gives these scores for the same countries${missing === "left-out" ? "" : ` in its column ${missing === "worst" ? "lower" : "upper"}, since a rubric does not say how missing answers count`}.`,
  notPortable: "The parts of this rubric come from other files, so it cannot be taken away as one file; use --weight.",
  ownTitle: (title) => `${title}, with weights of a reader`,

  noTier: "Without a rank",
  tier: (n, size) => `Tier ${n}: ${many(size, "country", "countries")}`,
  tiersKey: "Within a tier the order is not firm: no country is above another one in 95\u00a0% of the draws.",
  band: (name) => `band: ${name}`,
  gates: "Gates",
  gateResult: { pass: "passed", fail: "not passed", "not known": "not known", "not applicable": "does not apply" },
  asks: (title, least, cap) => `${title} must reach ${least}${cap === null ? "" : `, else the score is at most ${cap}`}`,
  mark: (mark, levels) => (mark === null ? SAY.cellMissing : mark === "n/a" ? SAY.notApplicable : levels ? SAY.level(mark) : SAY.scoreMark(mark)),

  whatIf: "What if this answer were another one?",
  whatIfLevel: "Level",
  whatIfScore: (low, high) => `Score from ${low} to ${high}`,
  asAnswered: (mark) => (mark === null ? "missing, as it is" : `${mark}, as answered`),
  asScored: "Empty: as answered.",
  levelNamed: (level, text) => `${level}: ${text}`,
  effect: (name, now, before) => `${name}: ${now}${before ? ` (as answered: ${before})` : ""}`,
  effectOf: (score, rank, interval) =>
    `score ${score}, ${rank === null ? "no rank" : `rank ${rank}`}${interval ? `, 90\u00a0% interval ${interval}` : ""}`,
  setByYou: "set by you",
  sets: "Sets of weights",
  setsHint: "Save the weights of each expert under a name; the link to this page keeps them all.",
  setName: "Name of the set",
  saveSet: "Save the weights now",
  noWeightsYet: "The weights are as published; move some first.",
  useSet: (name) => `Use ${name}`,
  removeSet: (name) => `Remove ${name}`,
  remove: "Remove",
  setsCompared: "Ranks under each set",
  setsCaption: "Ranks of the countries under each set of weights",
  asPublishedHead: "Published",
  dateLabel: "Answers as they stood at",
  dateHint: "Move it back for the ranking at an earlier date; what was not yet answered is missing then.",
  latestShort: "now",
  byEnd: (day) => `the end of ${date(day)}`,
  ownDate: (day) => `answers by the end of ${date(day)}`,
  sameAnswers: "Compare with today on the same answers only",
  laterHead: "Rank now, same answers",
  answerNow: (day) => `The ranking behind shows answers by the end of ${date(day)}; this is the latest one.`,
  ownAnswersTitle: "Answers that you set",
  ownAnswer: (country, title, value) => `${country}, ${title}: ${value}`,
  undo: "Undo",
  undoLabel: (what) => `Undo ${what}`,
  undoAll: "All as answered",
  ownAnswersFile: "Answers that you set are not in the rubric.",

  pair: {
    country: ["First country", "Second country"],
    swap: "Swap",
    alone: "There is only one country here.",
    one: (name, score, rank) => `${name} ${score} (${rank === null ? "no rank" : `rank ${rank}`})`,
    leads: (name, by) => `${name} leads by ${by} points.`,
    above: (name, other, share) => `It is above ${other} in ${percent(share)} of the draws.`,
    noScore: "One of the two has no score, so there is no order to turn.",
    turn: (behind, ahead) => `What would it take for ${behind} to overtake ${ahead}?`,
    oneWeight: "One other weight",
    oneWeightHint: (behind, ahead) =>
      `The nearest weight at which ${behind} is above ${ahead}, while the other weights of its group share the rest as they stand now.`,
    weightHeads: ["Weight of", "Now", `Needed`, "Show it"],
    within: (group) => `within ${group}`,
    never: "no weight is enough",
    needed: (now, needed) => (needed > now ? `${weight(needed)} or more` : `${weight(needed)} or less`),
    set: "Set",
    setLabel: (title, value) => `Set the weight of ${title} to ${weight(value)}`,
    oneAnswer: "Other answers",
    toLevel: (mark, level) => `${mark === null ? "missing" : `level ${mark}`} \u2192 level ${level}`,
    try: "Try",
    tryLabel: (name, title, level) => `Try level ${level} for ${name}, ${title}`,
    tryAll: "Try all of these",
    moreSingle: (n) => `${many(n, "other answer", "other answers")} would do it alone.`,
    noSingle: (behind, ahead) => `No other single answer of ${behind} or ${ahead} would do it.`,
    noLevels: "No criterion here has levels, so other answers are not looked for.",
    several: (behind, steps) =>
      `${many(steps, "step", "steps")} up in the answers of ${behind} would do it, each time the one that brings most; a missing answer is one step away from any level.`,
    notEven: (behind) => `Other answers of ${behind} alone were not found to be enough.`,
    beside: "Side by side",
    besideHint: "What weighs most in the gap stands first. The bar is the difference times the weight among what both have answered, on the side of the country that is ahead; where a mean is not the arithmetic one, these add up to the gap only roughly.",
    gap: (name, by) => `${name} ahead by ${by}`,
    equal: "equal",
    cannot: (n) => `Cannot be compared: ${many(n, "criterion", "criteria")}`,
    cannotHint: "One of the two, or both, have no answer here, or it does not apply.",
  },

  answersCaption: "Every answer by country and criterion. Move with the arrow keys and open an answer with Enter.",
  answersKey: "The more a cell stands out, the better the answer; a hatched cell is missing; + means at least this level. Columns stand in the order of the ranking.",
  criterion: "Criterion",
  cellMissing: "missing",
  notApplicable: "does not apply",
  cell: (country, title, mark) => `${country}, ${title}: ${mark}`,
  level: (mark) => `level ${mark}`,
  scoreMark: (mark) => `score ${mark}`,

  close: "Close",
  copyRating: "Copy link to this",
  levels: "Levels",
  thisLevel: "this answer",
  items: "Items",
  what: "What it measures",
  since: "Since",
  confidence: "Confidence",
  confident: (name, share) => `${name}: taken to be right with a probability of ${percent(share)}`,
  coders: "Coders",
  coded: (pairs) => pairs.map(([who, level]) => `${who}: ${level}`).join("; "),
  because: "Because",
  facts: "Facts and sources",
  quote: (text) => `\u201c${text}\u201d`,
  published: (text) => `published ${date(text)}`,
  accessed: (text) => `read ${date(text)}`,
  language: (code) => `language ${code}`,
  before: (text) => `Before, since ${date(text)}`,
  question: "Question",
  why: "Why it matters",
  wouldCount: "What counts as evidence",
  missingHere: "No answer was found. It is left out with its weight and never counts as zero; the bounds show what it could change.",
  share: (value) => `${weight(value)} of the whole weight`,
  shareHead: "Weight",
  answerHead: "Answer",
  countryHeadline: (score, lower, upper, rank, ranked, interval, coverage) =>
    `Score ${score}${lower === upper ? "" : `, between ${lower} and ${upper} depending on what is missing`}; ${rank === null ? "no rank" : `rank ${rank} of ${ranked}`}${interval ? `, 90\u00a0% interval ${interval}` : ""}; ${percent(coverage)} of the weight answered.`,
  restsOn: (best, worst) => `Among the countries here it stands highest on ${best.title} (rank ${best.rank} of ${best.of}) and lowest on ${worst.title} (rank ${worst.rank} of ${worst.of}).`,
  rank: (rank) => `rank ${rank}`,
  evidenceUpTo: (day) => `Evidence up to ${date(day)}.`,
  countriesAt: "Countries by answer",
  evidenceFails: "The evidence cannot be unfolded in this browser; use a newer one, or the report.",

  topNow: (rows) => rows.map(([rank, name]) => `${rank}\u00a0${name}`).join(" \u00b7 "),
  status: (moves, more) => `${moves.join("; ")}${more ? `; and ${many(more, "other country", "other countries")} move` : ""}.`,
  statusMove: (name, rank, before) =>
    rank === null ? `${name} has no rank now` : `${name} is now ${rank}${before === null ? "" : `, was ${before}`}`,

  cannot: (methods) =>
    `This rubric uses ${enumerated(methods)}, which this page cannot compute. You see the published scores; the weights cannot be moved here.`,
  ignored: (items) => `Part of the address says nothing here and was ignored: ${items.join("; ")}.`,
  failed: (why) => `These weights give no scores: ${why}. The last ones that did are shown.`,
  atLeastOne: "The other parts are locked or stand alone, so this weight cannot move.",

  method: {
    title: "How the numbers are made",
    scoring: (scale) =>
      `Every answer is put on a scale of ${scale[0]} to ${scale[1]}. The score of a group is the weighted mean of its parts, of the kind that stands beside it below. A missing answer is left out with its weight unless you choose otherwise.`,
    bounds: "Lowest and highest are the scores with every missing answer at its worst and at its best.",
    drawn: (count, concentration, odds) =>
      `The intervals of ranks rest on ${count.toLocaleString("en")} draws with a fixed seed. Weights are drawn from a Dirichlet distribution of concentration ${concentration} around yours. A stated level is right with the probability of its confidence (${odds}), else it is the next one up or down, and only up where it is a lower limit. A missing answer is drawn from the levels of countries that answer the other questions alike; no level is ruled out. A 90\u00a0% interval leaves out the best 5\u00a0% and the worst 5\u00a0% of the draws.`,
    publishedRank: "The published rank, the grey mark, is that of the rubric and the ratings that this page was made from.",
    tree: "Parts and weights now",
    part: (title, share, published) => `${title}: ${weight(share)}${Math.abs(share - published) > 0.05 ? ` (published ${weight(published)})` : ""}`,
    rules: {
      worst: "what is missing counts at its worst",
      withhold: "it has no score while something is missing",
      aside: (least) => `its answers are set aside where less than ${percent(least)} is answered`,
      multiply: (name) => `its score is multiplied by ${name}`,
      adjust: (title, pairs) => `its score is multiplied by a factor for ${title}: ${pairs.map(([level, factor]) => `${level}: ${factor}`).join(", ")}`,
      bands: (pairs) => `bands: ${pairs.map(([name, start]) => `${name} from ${start}`).join(", ")}`,
      rounded: (digits) => `it is rounded to ${many(digits, "decimal", "decimals")}`,
    },
    made: (version, day) => `Made with strategyscore ${version} on ${date(day.slice(0, 10))}.`,
    changed: (items) => `Changed before publication: ${items.join("; ")}.`,
    digests: (rubric, countries) => `SHA-256 of the rubric ${rubric}, of the profiles ${countries}.`,
  },
};
