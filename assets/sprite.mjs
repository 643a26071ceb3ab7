// Put the icons named in a list into one SVG file, so that a page fetches them once.
import { readFileSync, writeFileSync } from "node:fs";

const [folder, list, target] = process.argv.slice(2);
const names = readFileSync(list, "utf8").split(/\s+/).filter(Boolean);
const symbols = names.map((name) => {
  const source = readFileSync(`${folder}/${name}.svg`, "utf8");
  const box = source.match(/viewBox="([^"]+)"/)[1];
  const shapes = source.replace(/<\?xml[^>]*\?>/, "").replace(/<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").trim();
  return `<symbol id="${name}" viewBox="${box}">${shapes}</symbol>`;
});
writeFileSync(target, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
