// The picture of a record's pages: a viewer that goes to a place by itself, and a crop of that place beside the field.
import { fill } from "./effort.js";

/** A viewer in `element` over `pages` ({width, height, levels}); works, without pictures, when there are none.
 *
 * The row of buttons below it belongs to it. Where no place is wanted a page begins `wide`, so that it can be read, or
 * whole, so that it can be judged. */
export function openViewer(element, pages, wide = true) {
  const shown = pages.map((page) => page.levels.length > 0);
  const frame = document.createElement("div");
  frame.className = "place";
  let at = -1;
  let wanted = null;
  // OpenSeadragon would add a style element, which our policy refuses. It looks for this mark first; in a namespace of
  // its own it is no style to the browser.
  if (!document.querySelector("style[data-openseadragon-mobile-css]")) {
    const mark = document.createElementNS("urn:sohoa:mark", "style");
    mark.setAttribute("data-openseadragon-mobile-css", "true");
    document.head.append(mark);
  }
  // A page that is left before its picture came is nothing to warn of: whoever types fast turns many.
  if (window.OpenSeadragon) {
    window.OpenSeadragon.console = Object.assign(Object.create(console), {
      warn: (text, ...rest) => String(text).startsWith("Ignoring tile") || console.warn(text, ...rest),
    });
  }
  const viewer = shown.some(Boolean)
    ? window.OpenSeadragon({
        element,
        showNavigationControl: false,
        drawer: "canvas",
        animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.14,
        visibilityRatio: 0.4,
        maxZoomPixelRatio: 3,
        gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      })
    : null;
  if (viewer) {
    // The page has its own keys; the canvas must not be one more stop of the Tab key without a name.
    viewer.canvas.tabIndex = -1;
    viewer.addHandler("open", () => place());
  }

  function turn(to) {
    if (!viewer || to < 0 || to >= pages.length || to === at || !shown[to]) return;
    at = to;
    viewer.open({ type: "legacy-image-pyramid", levels: pages[to].levels });
    const words = element.parentElement.querySelector("[data-page-of]");
    words.textContent = fill(words.dataset.words, { at: to + 1, of: pages.length });
  }

  function rectangle([x0, y0, x1, y1]) {
    const width = pages[at].width;
    return new window.OpenSeadragon.Rect(x0 / width, y0 / width, (x1 - x0) / width, (y1 - y0) / width);
  }

  function place() {
    viewer.removeOverlay(frame);
    if (!viewer.world.getItemCount()) return;
    if (!wanted) {
      if (wide) widen();
      return;
    }
    const exact = rectangle(wanted);
    viewer.addOverlay({ element: frame, location: exact });
    // The place with its surroundings: what stands beside a word often decides how it is read.
    const width = Math.min(1, Math.max(exact.width * 1.25, 0.55));
    const height = width * (element.clientHeight / element.clientWidth);
    // More of what stands before it, because that is where the label is.
    const left = Math.min(Math.max(0, exact.x + exact.width - width * 0.92), 1 - width);
    viewer.viewport.fitBounds(new window.OpenSeadragon.Rect(left, exact.y + exact.height / 2 - height / 2, width, height));
  }

  /** The upper part of the page from edge to edge. */
  function widen() {
    const height = element.clientHeight / element.clientWidth;
    if (pages[at].height / pages[at].width > height) viewer.viewport.fitBounds(new window.OpenSeadragon.Rect(0, 0, 1, height));
  }

  const acts = {
    turn(by) {
      wanted = null;
      turn(at + by);
    },
    zoom(factor) {
      if (!viewer) return;
      if (factor) viewer.viewport.zoomBy(factor).applyConstraints();
      else viewer.viewport.goHome();
    },
  };
  element.parentElement.addEventListener("click", (event) => {
    const { turn: by, zoom: factor } = event.target.closest("button")?.dataset ?? {};
    if (by) acts.turn(Number(by));
    if (factor) acts.zoom(Number(factor));
  });

  return {
    ...acts,
    /** Go to a place of a page; without a box the page stays as it is. */
    show(page, box) {
      wanted = box;
      if (page !== null && page !== at) turn(page);
      else if (box) viewer && place();
      else viewer?.removeOverlay(frame);
    },
    first: () => turn(shown.indexOf(true)),
    /** What a key means here, held with Alt; null when it means nothing. */
    actFor(event) {
      const act = event.altKey && !event.ctrlKey && KEYS[event.code];
      return act ? () => act(acts) : null;
    },
  };
}

const KEYS = {
  Equal: (acts) => acts.zoom(1.4),
  NumpadAdd: (acts) => acts.zoom(1.4),
  Minus: (acts) => acts.zoom(0.7),
  NumpadSubtract: (acts) => acts.zoom(0.7),
  Digit0: (acts) => acts.zoom(0),
  BracketLeft: (acts) => acts.turn(-1),
  BracketRight: (acts) => acts.turn(1),
};

const pictures = new Map();

function pictureOf(page) {
  const level = page.levels.at(-1);
  if (!pictures.has(level.url)) {
    const image = new Image();
    image.src = level.url;
    pictures.set(level.url, image.decode().then(() => image));
    // What did not come once may come when it is asked for again.
    pictures.get(level.url).catch(() => pictures.delete(level.url));
  }
  return pictures.get(level.url);
}

/** Draw a place of a page into `canvas`, as large as it fits; returns whether there was one. */
export async function drawCrop(canvas, page, box) {
  const wanted = (canvas.dataset.wanted = box ? box.join(",") : "");
  // Nobody is to judge a value by the picture of the one before, however late its own comes.
  canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
  if (!page?.levels.length || !box) return false;
  const image = await pictureOf(page);
  if (canvas.dataset.wanted !== wanted) return true;
  const scale = page.levels.at(-1).width / page.width;
  const [x0, y0, x1, y1] = box.map((one) => one * scale);
  const margin = (y1 - y0) * 0.45 + 3;
  const sharp = devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * sharp;
  canvas.height = canvas.clientHeight * sharp;
  const fit = Math.min(canvas.width / (x1 - x0 + 4 * margin), canvas.height / (y1 - y0 + 2 * margin), 4 * sharp);
  // The whole strip is paper: what stands beside a word often decides how it is read.
  const [width, height] = [canvas.width / fit, canvas.height / fit];
  const left = Math.max(0, Math.min(x0 - 2 * margin, image.width - width));
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.imageSmoothingQuality = "high";
  brush.drawImage(image, left, (y0 + y1 - height) / 2, width, height, 0, 0, canvas.width, canvas.height);
  return true;
}
