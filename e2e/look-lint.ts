import type { Page } from "playwright-core";

export type LookViolation = {
  rule: "small-text" | "clipped" | "collision" | "contrast" | "sideways";
  selector: string;
  detail: string;
};

export type LookLintOptions = {
  /** Selectors of what is drawn by others, such as a PDF viewer. */
  ignore?: string[];
};

/**
 * Checks one open page against the rules of the look: no text under 10 px, nothing clipped without its whole text in
 * a title, no colliding labels in a chart, text contrast of 4.5:1 (3:1 when large), no sideways scrolling.
 */
export async function lookLint(page: Page, options: LookLintOptions = {}): Promise<LookViolation[]> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // A TypeScript runner may wrap named functions in a helper of its own, which the browser does not have.
  await page.evaluate("globalThis.__name ??= (named) => named");
  return await page.evaluate(inspect, options.ignore ?? []);
}

/** Runs in the browser: it may use nothing from outside itself. */
async function inspect(ignore: string[]): Promise<LookViolation[]> {
  await (window as unknown as { portolanAtRest(): Promise<void> }).portolanAtRest();
  type Colour = [number, number, number, number];
  const violations: LookViolation[] = [];
  const add = (rule: LookViolation["rule"], element: Element, detail: string) =>
    violations.push({ rule, selector: selectorOf(element), detail });

  const selectorOf = (element: Element): string => {
    const parts: string[] = [];
    for (let at: Element | null = element; at && at !== document.body && parts.length < 4; at = at.parentElement) {
      const twins = [...(at.parentElement?.children ?? [])].filter((each) => each.tagName === at?.tagName);
      const nth = twins.length > 1 ? `:nth-of-type(${twins.indexOf(at) + 1})` : "";
      parts.unshift(`${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : nth}`);
    }
    return parts.join(" > ");
  };

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map<string, Colour>();
  const parse = (css: string): Colour => {
    const before = known.get(css);
    if (before) return before;
    let colour: Colour = [0, 0, 0, 0];
    if (canvas && css !== "none") {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
      colour = [r, g, b, a / 255];
    }
    known.set(css, colour);
    return colour;
  };
  const over = (top: Colour, below: Colour): Colour => {
    const mix = (index: 0 | 1 | 2) => top[index] * top[3] + below[index] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const luminance = ([r, g, b]: Colour) => {
    const linear = (value: number) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  /** In a drawing a text stands on what was painted before it. */
  const paintedUnder = (element: Element): Colour[] => {
    if (!(element instanceof SVGTextElement)) return [];
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return [...(element.ownerSVGElement?.querySelectorAll("rect") ?? [])]
      .filter((rect) => {
        const box = rect.getBoundingClientRect();
        const isBefore = rect.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
        return isBefore && x > box.left && x < box.right && y > box.top && y < box.bottom;
      })
      .map((rect) => getComputedStyle(rect).fill)
      .filter((fill) => fill !== "none")
      .map(parse)
      .reverse();
  };
  const groundOf = (element: Element): Colour => {
    const layers = paintedUnder(element);
    const opaque = layers.findIndex((colour) => colour[3] === 1);
    if (opaque >= 0)
      return layers.slice(0, opaque + 1).reduceRight<Colour>((below, layer) => over(layer, below), [255, 255, 255, 1]);
    for (let at: Element | null = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight<Colour>((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };

  const isIgnored = (element: Element) => ignore.some((selector) => element.closest(selector));
  /** Text meant for screen readers alone is a clipped box of one pixel. */
  const isHidden = (element: Element): boolean => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      if (style.clipPath === "inset(50%)" || (style.position === "absolute" && box.width <= 1 && box.height <= 1))
        return true;
    }
    return false;
  };

  const texts: { element: Element; text: string }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim();
    if (!element || !text || ["SCRIPT", "STYLE", "NOSCRIPT", "TITLE", "OPTION"].includes(element.tagName)) continue;
    if (isIgnored(element) || isHidden(element)) continue;
    texts.push({ element, text });
  }

  for (const { element, text } of texts) {
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const shape = /^[▾▴×✓·↑↓/\s]+$/.test(text); // Drawn with a character, not read.
    if (size < 10 && !shape) add("small-text", element, `${size} px: “${text.slice(0, 40)}”`);

    let opacity = 1;
    for (let at: Element | null = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    const disabled = element.closest(":disabled, [aria-disabled=true]");
    if (disabled || shape) continue;
    const ground = groundOf(element);
    const ink = parse(element instanceof SVGElement ? style.fill : style.color);
    const seen = over([ink[0], ink[1], ink[2], ink[3] * opacity], ground);
    const [light = 0, dark = 0] = [luminance(seen), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) add("contrast", element, `${ratio.toFixed(2)}:1: “${text.slice(0, 40)}”`);
  }

  const checkedBoxes = new Set<Element>();
  for (const { element, text } of texts) {
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
      if (checkedBoxes.has(at) || at instanceof SVGElement) continue;
      checkedBoxes.add(at);
      const style = getComputedStyle(at);
      const cutsX = ["hidden", "clip"].includes(style.overflowX) && at.scrollWidth > at.clientWidth + 1;
      const cutsY = ["hidden", "clip"].includes(style.overflowY) && at.scrollHeight > at.clientHeight + 2;
      const saysAll = at.getAttribute("title") ?? at.closest("[title]")?.getAttribute("title");
      if ((cutsX || cutsY) && at.clientWidth > 1 && !saysAll) {
        add(
          "clipped",
          at,
          `${cutsX ? `${at.scrollWidth} in ${at.clientWidth} px` : "in height"}: “${text.slice(0, 40)}”`,
        );
      }
    }
  }

  for (const svg of document.querySelectorAll("svg")) {
    if (isIgnored(svg) || isHidden(svg)) continue;
    const frame = svg.getBoundingClientRect();
    const labels = [...svg.querySelectorAll("text")]
      .filter((label) => label.textContent?.trim() && !isHidden(label))
      .map((label) => ({ label, text: label.textContent ?? "", box: label.getBoundingClientRect() }));
    for (const [index, a] of labels.entries()) {
      const outside = a.box.left < frame.left - 2 || a.box.right > frame.right + 2;
      if (outside && getComputedStyle(svg).overflow === "hidden")
        add("clipped", a.label, `past its chart: “${a.text}”`);
      for (const b of labels.slice(index + 1)) {
        const x = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const y = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (x > 1 && y > 3) add("collision", a.label, `“${a.text}” and “${b.text}”`);
      }
    }
  }

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].findLast(
      (each) => each.getBoundingClientRect().right > root.clientWidth + 1 && !isHidden(each),
    );
    add("sideways", wide ?? root, `${root.scrollWidth} in ${root.clientWidth} px`);
  }
  return violations;
}
