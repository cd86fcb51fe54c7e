// The page within a cell of a notebook: in a frame of its own, which tells what its sliders say and is told what they should.

function render({ model, el: cell }) {
  const frame = document.createElement("iframe");
  frame.title = "Explorer";
  frame.setAttribute("sandbox", "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox");
  Object.assign(frame.style, { width: "100%", height: "46rem", border: "0" });
  const ask = () => model.get("asked") && frame.contentWindow?.postMessage({ address: model.get("asked") }, "*");
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    if (data.ready) ask();
    else if (data.state) {
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
