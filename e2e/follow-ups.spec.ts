import { expect, type Page, test } from "playwright/test";
import { expectNoViolation } from "./support/accessibility";
import { api, confirmPlan, open, rocker } from "./support/standby";

test.describe.configure({ mode: "serial" });

test("a small stop can be taken back before anything is sent, on its own page and on the overview", async ({
  page,
}) => {
  const before = await worker(page);
  // Ten seconds are enough for a person, and not for a machine that runs everything else at the same time.
  const { undoSeconds } = await api(page, "getSettings", {});
  await api(page, "updateSettings", { body: { undoSeconds: 60 } });
  const title = page.getByRole("heading", { level: 1 });
  await stopWorker(page);
  await expect(title).toHaveText(/^Stopping worker-1 in \d+ s\.$/);
  await expect(page.getByText("Nothing was sent to AWS yet.")).toBeVisible();
  await expectNoViolation(page, "the undo window");
  await page.getByRole("button", { name: "Undo: keep it running" }).press("Enter");
  await expect(title).toHaveText("worker-1: undone. Nothing was sent.");
  await expect(page.getByRole("button", { name: "Stop worker-1 after all" })).toBeVisible();

  await stopWorker(page);
  await expect(title).toHaveText(/^Stopping worker-1 in/);
  await page.getByRole("link", { name: "Overview", exact: true }).first().click();
  const dev = rocker(page, "dev");
  await expect(dev).toContainText(/Stops in \d+ s/);
  await expect(page.getByRole("status").filter({ hasText: "Undo takes it back" })).toHaveCount(1);
  await dev.getByRole("button", { name: /^Undo/ }).press("Space");
  await expect(dev.getByRole("button", { name: /^Stop dev/ })).toBeVisible();

  const after = await worker(page);
  expect([after.state, after.saw, after.holdId]).toEqual([before.state, before.saw, null]);
  expect((await api(page, "listHolds", { query: { state: "active" } })).items).toEqual([]);
  await open(page, "/operations");
  await expect(page.getByRole("row").filter({ hasText: "Stop worker-1" }).first()).toContainText("Undone");
  await api(page, "updateSettings", { body: { undoSeconds } });
});

test("what was stopped on the way is continued by a plan, and says which operation it follows", async ({ page }) => {
  test.setTimeout(120_000);
  await open(page, "/");
  await rocker(page, "staging")
    .getByRole("button", { name: /^Stop staging/ })
    .click();
  await confirmPlan(page);
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).toHaveText(/^Stopping staging\./);
  await expect(page.getByText(/Stop here: \d+ finish/)).toBeVisible();
  await page.getByRole("button", { name: "Stop here" }).click();
  await expect(title).toHaveText(/^staging: stopped on the way\. \d+ of \d+ paused\.$/, { timeout: 60_000 });

  const number = /Operation (\d+)/.exec(await page.getByRole("main").innerText())?.[1];
  await page.getByRole("button", { name: "Continue with the rest" }).click();
  await expect(page).toHaveURL(/\/plans\//);
  await expect(title).toHaveText(/^Stop staging: /);
  await confirmPlan(page);
  await expect(page.getByText(`Continues operation ${number}`)).toBeVisible();
  await expect(title).toHaveText(/paused\. /, { timeout: 60_000 });

  const back = await api(page, "startOperation", {
    body: { action: "resume", scope: { groups: ["staging"] }, force: true },
  });
  const ended = await api(page, "getOperation", { params: { id: back.id }, query: { wait: "60s" } });
  expect(ended.state).toBe("succeeded");
});

test("a plan that no longer fits names what changed, and plans the same again", async ({ page }) => {
  const { id } = await worker(page);
  const scope = { ids: [id] };
  const plan = await api(page, "createPlan", { body: { action: "pause", scope } });
  await switchIt(page, "pause", scope);
  await open(page, `/plans/${plan.id}`);
  await confirmPlan(page);
  const cost = page.getByRole("complementary");
  await expect(cost.getByRole("status")).toContainText("Something changed since this plan was made");
  await expect(cost.getByRole("status")).toContainText("worker-1 was running and is paused now");
  await expectNoViolation(page, "a stale plan");
  await cost.getByRole("button", { name: "Plan again" }).click();
  await expect(page).not.toHaveURL(new RegExp(plan.id));
  await expect(page.getByText("It is paused already.")).toBeVisible();
  await switchIt(page, "resume", scope);
});

test("what a group protects can be planned for a second person, and its author cannot approve it", async ({ page }) => {
  const kept = await api(page, "createPlan", { body: { action: "pause", scope: { groups: ["prod"] } } });
  await open(page, `/plans/${kept.id}`);
  await page.getByRole("button", { name: /^Plan with these \d+/ }).click();
  await expect(page).not.toHaveURL(new RegExp(kept.id));
  const cost = page.getByRole("complementary");
  await expect(cost.getByRole("heading", { name: "A second person has to approve" })).toBeVisible();
  await expect(cost.getByLabel("Link to this plan")).toHaveValue(page.url());
  await expect(cost.getByRole("button", { name: /Approve|^Stop/ })).toHaveCount(0);
});

test("a hold can be ended with a reason; its configuration stays", async ({ page }) => {
  const { items: found } = await api(page, "listResources", { query: { group: "staging", q: "qa-runner", limit: 1 } });
  const id = found[0]?.id ?? "";
  await switchIt(page, "pause", { ids: [id] });
  await open(page, `/resources?group=staging&id=${id}`);
  const drawer = page.getByRole("complementary");
  await drawer.getByRole("button", { name: "End the hold" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The saved configuration is kept");
  await expect(dialog.getByRole("link", { name: "Download saved configuration" })).toBeVisible();
  await dialog.getByRole("button", { name: "End the hold" }).click();
  await expect(dialog).toContainText("Say why it is not brought back.");
  await expectNoViolation(page, "ending a hold");
  await dialog.getByLabel("Reason").fill("replaced by worker-1");
  await dialog.getByRole("button", { name: "End the hold" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(drawer.getByRole("heading", { name: "Saved configuration" })).toHaveCount(0);
  await expect(drawer.getByRole("heading", { name: "Ended hold" })).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    drawer.getByRole("link", { name: "Download saved configuration" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^standby-.+qa-runner.*\.json$/);
  const { items } = await api(page, "listHolds", { query: { state: "ended" } });
  const ended = items.find((hold) => hold.resourceId === id);
  expect(ended?.endReason).toContain("replaced by worker-1");
  expect(ended?.saved).toBeTruthy();
});

async function worker(page: Page) {
  const { items } = await api(page, "listResources", { query: { group: "dev", q: "worker-1", kind: "ec2.instance" } });
  const one = items.find(({ name }) => name === "worker-1");
  if (!one) throw new Error("dev has no worker-1");
  return one;
}

async function stopWorker(page: Page): Promise<void> {
  await open(page, "/resources?group=dev&kind=ec2.instance");
  await page.getByRole("switch", { name: "worker-1", exact: true }).click();
  await confirmPlan(page);
}

/** Stops or starts it at once, as a script does, and waits until it is done. */
async function switchIt(page: Page, action: "pause" | "resume", scope: { ids: string[] }): Promise<void> {
  const { id } = await api(page, "startOperation", { body: { action, scope, force: true } });
  const ended = await api(page, "getOperation", { params: { id }, query: { wait: "60s" } });
  expect(ended.state).toBe("succeeded");
}
