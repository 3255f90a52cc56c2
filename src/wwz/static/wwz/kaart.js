/* Lets the drawn map move and zoom, where the browser can (WebGL 2). The drawing stays underneath:
   for printing, for who listens, and when anything here fails. The table beside it has the same
   figures and is the way for the keyboard. */
const script = document.querySelector("script[data-library]");
const DUTCH = {
  "Map.Title": "Kaart om te bewegen en te vergroten; de tabel heeft dezelfde cijfers",
  "NavigationControl.ZoomIn": "Vergroot de kaart",
  "NavigationControl.ZoomOut": "Verklein de kaart",
  "Popup.Close": "Sluit",
  "CooperativeGesturesHandler.WindowsHelpText": "Houd Ctrl ingedrukt en scrol om te vergroten",
  "CooperativeGesturesHandler.MacHelpText": "Houd ⌘ ingedrukt en scrol om te vergroten",
  "CooperativeGesturesHandler.MobileHelpText": "Beweeg de kaart met twee vingers",
};

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function canDraw() {
  if (matchMedia("(forced-colors: active)").matches || navigator.connection?.saveData) { return false; }
  return document.createElement("canvas").getContext("webgl2") !== null;
}

/* The hatching of "no figure": the same slanted lines as in the drawing. */
function hatch() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 16;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, 16, 16);
  pen.strokeStyle = colour("--wwz-line-strong");
  pen.lineWidth = 2;
  for (const from of [-16, 0, 16]) {
    pen.beginPath();
    pen.moveTo(from - 4, 20);
    pen.lineTo(from + 20, -4);
    pen.stroke();
  }
  return pen.getImageData(0, 0, 16, 16);
}

function bounds(features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  (function walk(part) {
    if (typeof part[0] !== "number") { part.forEach(walk); return; }
    box[0] = Math.min(box[0], part[0]); box[1] = Math.min(box[1], part[1]);
    box[2] = Math.max(box[2], part[0]); box[3] = Math.max(box[3], part[1]);
  })(features.map((feature) => feature.geometry.coordinates));
  return [[box[0], box[1]], [box[2], box[3]]];
}

function layers() {
  const steps = [1, 2, 3, 4, 5].flatMap((step) => [step, colour(`--wwz-seq-${step}`)]);
  const line = (id, name, width, filter) => ({
    id, type: "line", source: "areas", layout: { "line-join": "round" },
    paint: { "line-color": colour(name), "line-width": width }, ...(filter ? { filter } : {}),
  });
  return [
    { id: "paper", type: "background", paint: { "background-color": colour("--wwz-paper") } },
    { id: "class", type: "fill", source: "areas", filter: [">", ["get", "class"], 0],
      paint: { "fill-color": ["match", ["get", "class"], ...steps, colour("--wwz-paper")], "fill-antialias": false } },
    { id: "none", type: "fill", source: "areas", filter: ["==", ["get", "class"], 0], paint: { "fill-pattern": "hatch" } },
    line("border", "--wwz-map-line", 0.8),
    line("pointed", "--wwz-ink", 2.5, ["==", ["get", "code"], ""]),
  ];
}

/* A button that brings the whole gemeente back: who moved away needs no dragging to return. */
class WholeControl {
  constructor(box, options) { this.box = box; this.options = options; }
  onAdd(map) {
    this.frame = document.createElement("div");
    this.frame.className = "maplibregl-ctrl maplibregl-ctrl-group wwz-map__whole";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Toon alles";
    button.addEventListener("click", () => {
      map.fitBounds(this.box, this.options);
      map.once("moveend", () => { this.frame.hidden = true; });
      map.getCanvas().focus();
    });
    this.frame.append(button);
    this.frame.hidden = true;
    map.on("movestart", (event) => { if (event.originalEvent) { this.frame.hidden = false; } });
    map.on("zoomstart", () => { this.frame.hidden = false; });
    return this.frame;
  }
  onRemove() { this.frame.remove(); }
}

function say(popup, map, event, feature) {
  const words = document.createElement("div");
  const name = document.createElement("strong");
  name.textContent = feature.properties.name;
  words.append(name, document.createElement("br"), feature.properties.words);
  popup.setLngLat(event.lngLat).setDOMContent(words).addTo(map);
}

function listen(map, popup) {
  for (const layer of ["class", "none"]) {
    map.on("mousemove", layer, (event) => {
      const [feature] = event.features;
      map.getCanvas().style.cursor = "pointer";
      map.setFilter("pointed", ["==", ["get", "code"], feature.properties.code]);
      say(popup, map, event, feature);
    });
    map.on("mouseleave", layer, () => {
      map.getCanvas().style.cursor = "";
      map.setFilter("pointed", ["==", ["get", "code"], ""]);
      popup.remove();
    });
    map.on("click", layer, (event) => { location.href = event.features[0].properties.address; });
  }
}

async function liven(place) {
  const [library, answer] = await Promise.all([import(script.dataset.library), fetch(place.dataset.map)]);
  if (!answer.ok) { return; }
  const areas = await answer.json();
  const styles = document.createElement("link");
  styles.rel = "stylesheet";
  styles.href = script.dataset.styles;
  document.head.append(styles);
  await new Promise((done) => { styles.onload = done; styles.onerror = done; });
  library.setWorkerUrl(new URL(script.dataset.worker, location.href).href);
  const container = document.createElement("div");
  container.className = "wwz-map__live";
  place.append(container);
  const box = bounds(areas.features);
  const options = { padding: 4, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches };
  const map = new library.Map({
    container, bounds: box, fitBoundsOptions: { padding: 4 }, locale: DUTCH, attributionControl: false,
    cooperativeGestures: true, dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
    style: { version: 8, sources: { areas: { type: "geojson", data: areas, tolerance: 0.2 } }, layers: [] },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-left");
  map.addControl(new WholeControl(box, options), "top-left");
  map.once("load", () => {
    map.addImage("hatch", hatch(), { pixelRatio: 2 });
    layers().forEach((layer) => map.addLayer(layer));
    listen(map, new library.Popup({ closeButton: false, closeOnClick: false, offset: 14, className: "wwz-map__words" }));
    map.once("idle", () => { place.dataset.ready = "ja"; });
  });
}

if (script && canDraw()) {
  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (isIntersecting) {
        watcher.unobserve(target);
        liven(target).catch((error) => {
          target.querySelector(".wwz-map__live")?.remove();
          console.warn("De kaart blijft een tekening:", error);
        });
      }
    }
  }, { rootMargin: "300px" });
  document.querySelectorAll("[data-map]").forEach((place) => watcher.observe(place));
}
