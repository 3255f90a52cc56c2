/* A press on the map of reach puts the facility there, and it can be dragged. The form beside it
   does the same without this script, and with the keyboard. */
const FIELDS = ["kaart_x", "kaart_y"];

function form() {
  return document.getElementById("plekform");
}

function spot(map, event) {
  const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  return [place.x, place.y];
}

function tell(values) {
  FIELDS.forEach((name, number) => { form().elements[name].value = values[number] ?? ""; });
}

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const map = event.target.closest?.(".wwz-plek");
  if (!map || !form() || event.button !== 0) { return; }
  const mark = map.querySelector(".plek-nieuw");
  dragged = { map, mark: event.target === mark ? mark : null };
  if (dragged.mark) { map.setPointerCapture(event.pointerId); event.preventDefault(); }
});

document.addEventListener("pointermove", (event) => {
  if (!dragged?.mark) { return; }
  const [x, y] = spot(dragged.map, event);
  dragged.mark.setAttribute("cx", x);
  dragged.mark.setAttribute("cy", y);
});

document.addEventListener("pointerup", (event) => {
  const held = dragged;
  dragged = null;
  if (!held || (!held.mark && !event.target.closest?.(".wwz-plek"))) { return; }
  tell(spot(held.map, event).map((one) => one.toFixed(1)));
  const action = form().elements.wat;
  if (!action.value || action.value.startsWith("sluit:")) { action.value = "open"; }
  form().elements.kaart_x.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("pointercancel", () => { dragged = null; });

/* What somebody types or chooses takes the place of what was pressed on the map. */
document.addEventListener("change", (event) => {
  if (form() && event.target.form === form() && ["gebied", "x", "y"].includes(event.target.name)) { tell([]); }
}, true);
