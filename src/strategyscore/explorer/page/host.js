// Where the page keeps its state: in its address; or, within a cell of a notebook, with the cell.

/** `heard(address)` is called when an address comes from outside: gives `start()`, the first address, and `keep(address, state)`. */
export function hostOf(heard) {
  if (document.documentElement.dataset.embedded === undefined) {
    window.addEventListener("hashchange", () => location.hash !== "#main" && heard(location.hash));
    return {
      start: () => location.hash,
      keep: (address) => history.replaceState(null, "", address || location.pathname + location.search),
      link: (address) => location.href.split("#")[0] + address,
    };
  }
  window.addEventListener("message", ({ source, data }) => {
    if (source === window.parent && typeof data?.address === "string") heard(data.address);
  });
  return {
    start() {
      window.parent.postMessage({ ready: true }, "*");
      return "";
    },
    keep(address, { weights, answers, date, top, missing, vary }) {
      window.parent.postMessage({ address, state: { weights, answers, date, top, missing, vary } }, "*");
    },
    link: (address) => address,
  };
}
