// Random numbers that are a function of a seed and of what is drawn, so that the same thing is drawn alike each time.

/** A random number generator (sfc32) that can start anew for each thing that is drawn. */
export class Generator {
  constructor(seed) {
    this.seed = scrambled(seed + 0x9e3779b9);
  }

  /** Start the numbers of one thing in one draw. */
  start(stream, thing, draw) {
    this.a = scrambled(this.seed ^ scrambled(draw + 0x85ebca6b));
    this.b = scrambled(this.a ^ (thing + 0xc2b2ae35));
    this.c = scrambled(this.b ^ (stream + 0x27d4eb2f));
    this.d = 1;
    for (let round = 0; round < 6; round += 1) this.next();
  }

  /** A whole number of 32 bits. */
  next() {
    const sum = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return sum >>> 0;
  }

  /** Between 0 and 1, neither of them. */
  uniform() {
    return (this.next() + 0.5) / 4294967296;
  }

  /** As many as there is room for, between 0 and 1: the same as one by one. */
  fill(out) {
    let { a, b, c, d } = this;
    for (let index = 0; index < out.length; index += 1) {
      const sum = (a + b + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (c << 21) | (c >>> 11);
      c = (c + sum) | 0;
      out[index] = ((sum >>> 0) + 0.5) / 4294967296;
    }
    Object.assign(this, { a, b, c, d });
  }

  /** Standard normal, by the polar method. */
  normal() {
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  }

  /** Gamma of a shape, by the method of Marsaglia and Tsang (2000). */
  gamma(shape) {
    if (shape <= 0) return 0;
    if (shape < 1) return this.gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }
}

function scrambled(number) {
  let value = number | 0;
  value = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
  return value ^ (value >>> 15);
}
