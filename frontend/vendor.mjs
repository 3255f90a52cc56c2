// Renews src/wwz/static/wwz/vendor and fonts from node_modules: `npm ci && npm run vendor`.
// The copies are committed, so that neither users nor operators need Node; SHA256SUMS guards them.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/wwz/static/wwz");
const fonts = ["bricolage-grotesque", "source-sans-3"];
const copies = [
  ["@utrecht/component-library-css/dist/index.css", "vendor/utrecht-9.0.4.css"],
  ["@utrecht/component-library-css/LICENSE.md", "vendor/utrecht-LICENSE.md"],
  ["maplibre-gl/dist/maplibre-gl.mjs", "vendor/maplibre-gl-6.17.0.mjs"],
  ["maplibre-gl/dist/maplibre-gl-worker.mjs", "vendor/maplibre-gl-worker-6.17.0.mjs"],
  ["maplibre-gl/dist/maplibre-gl.css", "vendor/maplibre-gl-6.17.0.css"],
  ["maplibre-gl/LICENSE.txt", "vendor/maplibre-gl-LICENSE.txt"],
  ...fonts.flatMap((font) => [
    [`@fontsource-variable/${font}/files/${font}-latin-wght-normal.woff2`, `fonts/${font}-latin-wght-normal.woff2`],
    [`@fontsource-variable/${font}/LICENSE`, `fonts/${font}-LICENSE.txt`],
  ]),
];

const sums = copies.map(([from, to]) => {
  const source = join(here, "node_modules", from);
  const copy = join(target, to);
  if (to.endsWith(".mjs")) {
    // The maps are 8 MB and stay behind; a reference to a missing file stops hashed static storage.
    writeFileSync(copy, readFileSync(source, "utf8").replace(/^\/\/# sourceMappingURL=.*\n?/m, ""));
  } else {
    copyFileSync(source, copy);
  }
  const name = to.startsWith("vendor/") ? to.slice("vendor/".length) : `../${to}`;
  return `${createHash("sha256").update(readFileSync(copy)).digest("hex")}  ${name}\n`;
});
writeFileSync(join(target, "vendor/SHA256SUMS"), sums.sort().join(""));

// The lock names packages, versions and hashes only; addresses of sponsors and registries add nothing.
const lockPath = join(here, "package-lock.json");
const lock = JSON.parse(readFileSync(lockPath, "utf8"));
for (const entry of Object.values(lock.packages)) {
  delete entry.funding;
  delete entry.resolved;
}
writeFileSync(lockPath, `${JSON.stringify(lock, null, 2)}\n`);
