import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { adapterFor, adapters } from "../../server/adapters/registry";
import { indexPage, kindPage } from "./kind-pages";
import { policyPages } from "./policy-pages";
import { staleIn, writePages } from "./written";

describe("the pages about kinds", () => {
  it("name every kind in the index, with a link to its page", () => {
    const index = indexPage(adapters);
    for (const { kind } of adapters) expect(index).toContain(`| [\`${kind}\`](kinds/${kind}.md) |`);
  });

  it("say what a pause does, saves, risks and leaves to pay, what it has to be asked for, and what it calls", () => {
    const adapter = adapterFor("ec2.natGateway");
    const { about, iam } = adapter;
    if ("reason" in about) throw new Error("NAT gateways can be paused");
    const page = kindPage(adapter);
    const { pause, resume, saves, stillCosts, hazards } = about;
    for (const text of [pause, resume, saves, stillCosts, ...hazards]) expect(page).toContain(text);
    for (const action of [...iam.read, ...iam.pause, ...iam.resume]) expect(page).toContain(`\`${action}\``);
    expect(page).toContain("| `newId` | deleted and made again under another id | off unless somebody accepts it |");
  });

  it("say of what cannot be paused why, and what ends its bill", () => {
    const page = kindPage(adapterFor("s3.bucket"));
    expect(page).toContain("## Why it cannot be paused\n\nA bucket bills for what it stores");
    expect(page).not.toMatch(/## (Pause|Resume|Options)|to pause it/);
  });

  it("say how Terraform calls it", () => {
    expect(kindPage(adapterFor("rds.instance"))).toContain("## In Terraform\n\n`aws_db_instance`");
  });

  it("say when AWS wakes it", () => {
    expect(kindPage(adapterFor("rds.instance"))).toContain("AWS starts it again after 7 days.");
    expect(indexPage(adapters)).toMatch(/`rds.instance`.*AWS starts it again after 7 days/);
  });
});

it("the policies are files that IAM and CloudFormation read, and none is without its line", () => {
  const pages = policyPages(adapters);
  for (const [file, text] of pages) {
    if (!file.endsWith(".json")) continue;
    expect(JSON.parse(text)).toBeTypeOf("object");
    expect(pages.get("README.md")).toContain(`[${file}](${file})`);
  }
});

describe("written files", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "standby-docs-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const pages = new Map([
    ["kinds.md", "all"],
    ["kinds/test.lamp.md", "lamp"],
  ]);

  it("are not stale once they are written, and their neighbours stay", () => {
    expect(staleIn(root, pages, ["kinds"])).toEqual(["kinds.md", "kinds/test.lamp.md"]);
    writeFileSync(path.join(root, "guide.md"), "by hand");
    writePages(root, pages, ["kinds"]);
    expect(staleIn(root, pages, ["kinds"])).toEqual([]);
    expect(readdirSync(root).sort()).toEqual(["guide.md", "kinds", "kinds.md"]);
  });

  it("are stale when somebody edits one, and when a kind is gone", () => {
    writePages(root, pages, ["kinds"]);
    writeFileSync(path.join(root, "kinds.md"), "by hand");
    writeFileSync(path.join(root, "kinds/test.torch.md"), "torch");
    expect(staleIn(root, pages, ["kinds"])).toEqual(["kinds.md", "kinds/test.torch.md"]);
    writePages(root, pages, ["kinds"]);
    expect(readdirSync(path.join(root, "kinds"))).toEqual(["test.lamp.md"]);
  });
});
