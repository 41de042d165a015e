import { expect, test } from "playwright/test";
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
