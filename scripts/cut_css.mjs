// Cut a style sheet to the classes our pages name, and let the device choose its dark rules.
// Usage: node cut_css.mjs IN OUT CONTENT-GLOB…   (run by renew_vendor.py beside its packages)
import fs from "node:fs";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

const [source, target, ...content] = process.argv.slice(2);
const DARK = "[data-bs-theme=dark]";
const BY_DEVICE = ":root:not([data-bs-theme])";
// Kept although no page may name them yet: forms, tables, buttons and plain utilities.
const SAFE = [
  /^(visually-hidden|is-invalid|is-valid|invalid-feedback|disabled|active|show|collapse)/,
  /^form-(control|select|check|label|text|range|switch|file)/,
  /^input-group/,
  /^btn(-(primary|secondary|link|sm|lg|close))?$/,
  /^table(-(sm|responsive))?$/,
  /^(d|flex|align|justify|text|fw|w|h|m|mt|mb|ms|me|mx|my|p|pt|pb|ps|pe|px|py|gap|order|float)-(\d|none|block|inline|flex|grid|row|column|wrap|nowrap|start|end|center|between|around|baseline|stretch|auto|break|truncate|muted|bold|normal|25|50|75|100)/,
  /^(kbd|code|pre|samp|mark|hr|dl|dt|dd|ol|ul|li|table|caption|thead|tbody|tfoot|tr|th|td|progress)$/,
  /^(details|summary|blockquote|fieldset|legend|figure|address|small|sub|sup|abbr|iframe|video|dialog)$/,
  /^(input|button|select|optgroup|textarea|output|label|checkbox|radio|file|search|date|number)$/,
  /^(progress-bar|list-unstyled|list-inline|ratio|img-fluid|sticky-top)$/,
];

const cut = await new PurgeCSS().purge({
  css: [{ raw: fs.readFileSync(source, "utf8") }],
  content,
  safelist: { standard: SAFE },
  dynamicAttributes: ["type", "multiple", "rows", "disabled", "open", "aria-current", "aria-pressed"],
  fontFace: true,
  keyframes: true,
});
const root = postcss.parse(cut[0].css);
const byDevice = postcss.atRule({ name: "media", params: "(prefers-color-scheme: dark)" });
root.each((rule) => {
  if (rule.type !== "rule") return;
  const dark = rule.selectors.filter((one) => one.startsWith(DARK));
  if (dark.length === 0) return;
  const selectors = dark.map((one) => one.replace(DARK, BY_DEVICE));
  byDevice.append(rule.clone({ selectors }));
});
if (byDevice.nodes?.length) root.append(byDevice);
root.walkComments((comment) => comment.text.startsWith("# sourceMappingURL") && comment.remove());
fs.writeFileSync(target, root.toString());
