// What scrolls sideways can be reached with the keyboard.
document.addEventListener("DOMContentLoaded", () => {
  const scrolls = ".highlight pre, .pst-scrollable-table-container, .cell_output .output, .bd-sidebar-secondary, .math";
  for (const box of document.querySelectorAll(scrolls)) {
    if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex")) box.setAttribute("tabindex", "0");
  }
});
