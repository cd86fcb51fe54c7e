// The page within a cell of a notebook: in a frame of its own, which tells what its sliders say and is told what they should.

const addresses = new WeakMap(); // what each explorer showed last, for a notebook that takes a cell away and brings it back

function render({ model, el: cell }) {
  const frame = document.createElement("iframe");
  frame.title = "Explorer";
  frame.setAttribute("sandbox", "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox");
  Object.assign(frame.style, { width: "100%", height: "46rem", border: "0" });
  const show = (address) => address && frame.contentWindow?.postMessage({ address }, "*");
  const ask = () => {
    addresses.set(model, model.get("asked"));
    show(model.get("asked"));
  };
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    if (data.ready) show(addresses.get(model) ?? model.get("asked"));
    else if (data.state) {
      addresses.set(model, data.address || "#");
      model.set("state", data.state);
      model.save_changes();
    }
  };
  window.addEventListener("message", hear);
  model.on("change:asked", ask);
  frame.srcdoc = model.get("page");
  cell.append(frame);
  return () => {
    window.removeEventListener("message", hear);
    model.off("change:asked", ask);
  };
}

export default { render };
