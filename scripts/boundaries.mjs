/** Checks the arrows between folders (dependency-rules.cjs), and that only one file reads the environment. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import rules from "../dependency-rules.cjs";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const sources = ["app", "cli", "components", "server", "instrumentation.ts", "proxy.ts"];
/** Without a parser that reads TypeScript the tool finds no modules at all, and no fault in them. */
const fewestModules = 60;
const environmentReaders = new Set(["server/runtime/env.ts", "instrumentation.ts"]);

/** `file|module` of every import that brings in types alone: it is gone at run time, so it closes no cycle. */
const typeImports = new Set();

const problems = [...(await wrongArrows()), ...environmentReads()];
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`${problems.length} wrong`);
  process.exitCode = 1;
}

/**
 * dependency-cruiser 17 parses every file as .ts, so a .tsx file has to be said to be one, and it does not tell imports
 * of types apart. Its parser is patched before it is loaded.
 */
async function loadCruiser() {
  const swc = createRequire(import.meta.url)("@swc/core");
  const parse = swc.parseFileSync;
  swc.parseFileSync = (file, options) => {
    const tree = parse(file, { ...options, tsx: file.endsWith(".tsx") });
    for (const item of tree.body) {
      if (item.type === "ImportDeclaration" && isOfTypes(item))
        typeImports.add(`${relative(root, file)}|${item.source.value}`);
    }
    return tree;
  };
  return import("dependency-cruiser");
}

function isOfTypes({ typeOnly, specifiers }) {
  return typeOnly || (specifiers.length > 0 && specifiers.every(({ isTypeOnly }) => isTypeOnly));
}

async function wrongArrows() {
  const { cruise } = await loadCruiser();
  const { options, ...ruleSet } = rules;
  const resolving = {
    alias: { "@": root.slice(0, -1) },
    extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
    exportsFields: ["exports"],
    conditionNames: ["import", "require", "node", "default"],
  };
  const { output } = await cruise(sources, { ...options, ruleSet, validate: true, outputType: "json" }, resolving);
  const { modules, summary } = JSON.parse(output);
  const own = modules.filter(({ source }) => /^(app|cli|components|server)\//.test(source));
  const arrows = own.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
  if (own.length < fewestModules || arrows < own.length) {
    return [`Only ${own.length} modules and ${arrows} imports were read: the parser does not work.`];
  }
  console.error(`${own.length} modules, ${arrows} imports`);
  return summary.violations
    .filter((violation) => violation.cycle === undefined || isCycleAtRunTime(violation, modules))
    .map(({ rule, from, to, cycle }) => {
      const comment = rules.forbidden.find(({ name }) => name === rule.name)?.comment ?? "";
      const path = cycle ? cycle.map(({ name }) => name).join(" → ") : to;
      return `${rule.name}: ${from} → ${path}. ${comment}`;
    });
}

function isCycleAtRunTime({ from, cycle }, modules) {
  const files = [from, ...cycle.map(({ name }) => name)];
  return cycle.every(({ name }, at) => {
    const dependencies = modules.find(({ source }) => source === files[at])?.dependencies ?? [];
    const imports = dependencies.filter(({ resolved }) => resolved === name);
    return imports.some(({ module }) => !typeImports.has(`${files[at]}|${module}`));
  });
}

function environmentReads() {
  return sources
    .flatMap(filesBelow)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !environmentReaders.has(file))
    .filter((file) => !/^server\/(store\/generated|testing)\//.test(file))
    .filter((file) => /\bprocess\s*(\.|\[["'`])\s*env\b/.test(readFileSync(file, "utf8")))
    .map((file) => `environment: ${file} reads process.env. Only server/runtime/env.ts does.`);
}

function filesBelow(path) {
  return statSync(path).isFile() ? [path] : readdirSync(path).flatMap((name) => filesBelow(`${path}/${name}`));
}
