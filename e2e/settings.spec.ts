import { expect, test } from "playwright/test";
import { api, open } from "./support/standby";

test("an admin changes the limits, and a stop above one has to be typed", async ({ page }) => {
  const before = await api(page, "getSettings", {});
  await open(page, "/");
  await page.getByRole("button", { name: /, menu$/ }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings");
  const save = page.getByRole("button", { name: "Save" });
  await expect(save).toBeDisabled();

  await page.getByLabel("Resources").fill("many");
  await save.click();
  await expect(page.getByText("A whole number from 1 to 1,000,000")).toBeVisible();
  await page.getByLabel("Resources").fill("1");
  await page.getByLabel("Share of an account, %").fill("");
  await expect(page.getByText("A stop of more than 1 resource has to be typed")).toBeVisible();
  await save.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Resources")).toHaveValue("1");

  const scope = { groups: ["dev"], kinds: ["cloudwatch.alarm"] };
  const plan = await api(page, "createPlan", { body: { action: "pause", scope } });
  await open(page, `/plans/${plan.id}`);
  await expect(page.getByRole("complementary")).toContainText(/resources; the limit is 1/);
  await expect(page.getByRole("complementary").getByRole("textbox")).toBeVisible();
  expect(await api(page, "updateSettings", { body: before })).toEqual(before);
});
