import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readEnv } from "./env";
import { readPriceFile } from "./price-file";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "standby prices #1 "));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = join(folder, "prices.json");
  writeFileSync(file, text);
  return readPriceFile(readEnv({ STANDBY_PRICES: file }));
}

test("without a file nothing is negotiated", () => {
  expect(readPriceFile(readEnv({})).entries).toEqual([]);
});

test("the file that STANDBY_PRICES names is read", () => {
  const prices = [{ table: "*", key: "*", discountPercent: "7.5" }];
  expect(read(JSON.stringify({ title: "EDP 2026", asOf: "2026-11-01", prices }))).toMatchObject({
    title: "EDP 2026",
    entries: [{ region: "*", terms: { discountPercent: "7.5" } }],
  });
});

test("a wrong entry stops the start by its number and the name of the file", () => {
  const prices = [{ table: "*", key: "*", rate: "1" }];
  const text = JSON.stringify({ title: "EDP 2026", asOf: "2026-11-01", prices });
  expect(() => read(text)).toThrow(/The price file .*prices\.json is not right: entry 1: gives a rate/);
});

test("a file that is not there is said by the name of the variable", () => {
  const env = readEnv({ STANDBY_PRICES: join(folder, "nowhere.json") });
  expect(() => readPriceFile(env)).toThrow(/STANDBY_PRICES names cannot be read: .*nowhere\.json/);
});
