import { expect, test } from "playwright/test";
import { expectNoViolation } from "./support/accessibility";
import { api, open, rocker } from "./support/standby";

test("a group is made, changed and removed, and its resources stay as they are", async ({ page }) => {
  await open(page, "/groups");
  await page.getByRole("button", { name: "Make a group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("workers");
  await dialog.getByLabel("Names").fill("worker-*");
  await dialog.getByLabel("Kinds").fill("ec2.instance");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  const line = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "workers" }) });
  await expect(line).toContainText(/[1-9]\d* resources/);
  const count = (await api(page, "listResources", { query: { group: "workers" } })).total;
  expect(count).toBeGreaterThan(1);

  await page.getByRole("button", { name: "Edit workers" }).click();
  await dialog.getByLabel("Names").fill("worker-1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(async () => (await api(page, "listResources", { query: { group: "workers" } })).total)
    .toBeLessThan(count);

  await page.getByRole("button", { name: "Remove workers" }).click();
  await expect(dialog).toContainText("stay");
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(line).toHaveCount(0);
  const { items } = await api(page, "listResources", { query: { q: "worker-1", kind: "ec2.instance" } });
  expect(items.map((one) => one.state)).not.toContain("gone");
});

test("what a group does when something in it wakes, and until when it is kept awake, is kept", async ({ page }) => {
  await open(page, "/groups");
  const line = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "staging" }) });
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Edit staging" }).click();
  await expect(dialog.getByRole("radio")).toHaveCount(3);
  await expectNoViolation(page, "the form of a group");
  await dialog.getByLabel("Pause it again").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(line).toContainText("what wakes is paused again");
  await page.reload();
  await expect(line).toContainText("what wakes is paused again");

  await open(page, "/groups");
  await page.getByRole("button", { name: "Keep staging awake" }).click();
  await expect(dialog).toContainText("Time in Europe/Berlin");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toContainText("Choose a day and a time.");
  await expectNoViolation(page, "keeping awake");
  await dialog.getByRole("button", { name: "Until tomorrow 8:00" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(line).toContainText(/Kept awake until \w+, 08:00/);
  await open(page, "/");
  await expect(page.getByRole("article", { name: "staging" })).toContainText(/awake until \w+, 08:00/);

  await open(page, "/groups");
  await page.getByRole("button", { name: "Keep staging awake" }).click();
  await dialog.getByRole("button", { name: "End it now" }).click();
  await expect(line).not.toContainText("Kept awake");
  await page.getByRole("button", { name: "Edit staging" }).click();
  await dialog.getByLabel("Only show it").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(line).toContainText("what wakes is only shown");
});

test("a protected group has no stop key, and a plan over it says why nothing is touched", async ({ page }) => {
  await open(page, "/");
  await expect(rocker(page, "prod")).toContainText("Protected");
  await expect(rocker(page, "prod").getByRole("button")).toHaveCount(0);

  const plan = await api(page, "createPlan", { body: { action: "pause", scope: { groups: ["prod"] } } });
  expect(plan.steps).toEqual([]);
  await open(page, `/plans/${plan.id}`);
  await expect(page.getByRole("main")).toContainText(/protected/i);
  await expect(page.getByRole("main")).toContainText(/prod/);
  await expect(page.getByRole("complementary").getByRole("button", { name: /^Stop/ })).toHaveCount(0);
});
