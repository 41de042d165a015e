import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { namesOf } from "./new-kind/names";
import { scaffold } from "./new-kind/scaffold";

const repository = path.join(import.meta.dirname, "..");
const registers = ["server/adapters/registry.ts", "server/sandbox/corners.ts"];

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "standby-kind-")));
  for (const file of registers) cpSync(path.join(repository, file), path.join(root, file));
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const filesBelow = (folder: string) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();

describe("names", () => {
  it("are the same word in each place, in its form", () => {
    expect(namesOf("quartz.tableLamp", "Table lamp")).toEqual({
      kind: "quartz.tableLamp",
      title: "Table lamp",
      service: "quartz",
      thing: "tableLamp",
      file: "table-lamp",
      type: "TableLamp",
      adapter: "quartzTableLamp",
    });
  });

  it.each([
    "",
    "quartz",
    "Quartz.lamp",
    "quartz.Lamp",
    "quartz.table-lamp",
    "quartz.table.lamp",
    "../x.lamp",
    "1.lamp",
  ])("%j is no kind", (kind) => {
    expect(() => namesOf(kind, "Lamp")).toThrow(/a kind is service.thing, such as ec2.natGateway/);
  });

  it.each(["", "l", "lamp", 'La"mp', "La\nmp", "L`amp"])("%j is no title", (title) => {
    expect(() => namesOf("quartz.lamp", title)).toThrow(/title that a person reads/);
  });
});

it("writes the adapter, its test, a fixture and a corner, and tells the two registers", () => {
  const written = scaffold(root, namesOf("quartz.tableLamp", "Table lamp"));
  expect([...written].sort()).toEqual(filesBelow("."));
  expect(filesBelow(".")).toEqual([
    "server/adapters/fixtures/quartz.tableLamp/v1-first.json",
    "server/adapters/quartz/table-lamp.test.ts",
    "server/adapters/quartz/table-lamp.ts",
    "server/adapters/registry.ts",
    "server/sandbox/corners.ts",
    "server/sandbox/quartz.ts",
  ]);
});

describe("the registers", () => {
  const added = (file: string) => {
    const before = readFileSync(path.join(repository, file), "utf8").split("\n");
    return read(file)
      .split("\n")
      .filter((line) => !before.includes(line));
  };
  const listed = (file: string) => [...read(file).matchAll(/^ {2}(\w+),$/gm)].map(([, name = ""]) => name);
  const importedFrom = (file: string) =>
    [...read(file).matchAll(/^import .* from "([^"]+)"/gm)].map(([, from = ""]) => from);

  it.each([
    ["aaa.first", "aaaFirst"],
    ["ec2.image", "ec2Image"],
    ["quartz.tableLamp", "quartzTableLamp"],
    ["zzz.last", "zzzLast"],
  ])("have %s in its alphabetical place, and nothing else is changed", (kind, adapter) => {
    const names = namesOf(kind, "Lamp");
    scaffold(root, names);
    const file = "server/adapters/registry.ts";
    expect(added(file)).toEqual([`import { ${adapter} } from "./${names.service}/${names.file}";`, `  ${adapter},`]);
    expect(importedFrom(file)).toEqual(importedFrom(file).toSorted());
    expect(listed(file)).toEqual(listed(file).toSorted());
  });

  it("build the new corner of the sandbox last", () => {
    scaffold(root, namesOf("quartz.lamp", "Lamp"));
    const file = "server/sandbox/corners.ts";
    expect(added(file)).toEqual(['import { quartz } from "./quartz";', "  quartz,"]);
    expect(listed(file).at(-1)).toBe("quartz");
    expect(importedFrom(file)).toEqual(importedFrom(file).toSorted());
  });

  it("keep the corner that a service has, beside that of its new kind", () => {
    scaffold(root, namesOf("quartz.lamp", "Lamp"));
    const first = read("server/sandbox/quartz.ts");
    scaffold(root, namesOf("quartz.tableLamp", "Table lamp"));
    expect(read("server/sandbox/quartz.ts")).toBe(first);
    expect(read("server/sandbox/quartz-table-lamps.ts")).toContain("export const quartzTableLamps");
    expect(listed("server/sandbox/corners.ts").slice(-2)).toEqual(["quartz", "quartzTableLamps"]);
  });
});

it("refuses a kind that there is, and changes nothing", () => {
  scaffold(root, namesOf("quartz.lamp", "Lamp"));
  const before = filesBelow(".").map(read);
  expect(() => scaffold(root, namesOf("quartz.lamp", "Other lamp"))).toThrow(
    "quartz.lamp is a kind already: server/adapters/quartz/lamp.ts",
  );
  expect(() => scaffold(root, namesOf("ec2.natGateway", "NAT gateway"))).toThrow(/is a kind already/);
  expect(filesBelow(".").map(read)).toEqual(before);
});

it("compiles, and fails its test until it is written", { timeout: 180_000 }, () => {
  const kept = new Set(registers.map((file) => path.basename(file)));
  for (const folder of ["server/adapters", "server/sandbox"])
    link(folder, (name) => !kept.has(name) && name !== "fixtures");
  link("server", (name) => name !== "adapters" && name !== "sandbox");
  link("", (name) => name === "node_modules");
  mkdirSync(path.join(root, "server/adapters/fixtures"), { recursive: true });
  const files = scaffold(root, namesOf("quartz.tableLamp", "Table lamp")).filter(
    (file) => file.endsWith(".ts") && !registers.includes(file),
  );
  const config = {
    extends: path.join(repository, "tsconfig.json"),
    compilerOptions: { incremental: false, types: ["node"] },
    files,
    include: [],
  };
  writeFileSync(path.join(root, "tsconfig.json"), JSON.stringify(config));
  expect(run("tsc", "--noEmit", "-p", root)).toMatchObject({ status: 0, text: "" });

  const { status, text } = run("vitest", "run", "--root", root, "server/adapters/quartz");
  expect(text).toContain("TODO, quartz.tableLamp: which of AWS's words mean running, paused, changing or unsupported");
  expect(text).toMatch(/Tests\s+7 failed \(7\)/);
  expect(status).toBe(1);
});

function link(folder: string, isWanted: (name: string) => boolean): void {
  for (const name of readdirSync(path.join(repository, folder)).filter(isWanted)) {
    symlinkSync(path.join(repository, folder, name), path.join(root, folder, name));
  }
}

function run(program: string, ...args: readonly string[]) {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  const bin = path.join(repository, "node_modules/.bin", program);
  const { status, stdout, stderr } = spawnSync(bin, args, { cwd: root, env, encoding: "utf8" });
  return { status, text: `${stdout}${program === "tsc" ? "" : stderr}` };
}
