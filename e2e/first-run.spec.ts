import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page, test } from "playwright/test";
import { expectNoViolation, lookAs, looks } from "./support/accessibility";
import { admin, dataDir, open, sessionFile } from "./support/standby";

test.describe.configure({ mode: "serial" });

test("whoever does not have the one-time token is turned down in calm words", async ({ page }) => {
  await open(page, "/");
  await expect(page).toHaveURL(/\/setup$/);
  await fill(page, "0123456789abcdef0123456789abcdef");
  await page.getByRole("button", { name: "Set up Standby" }).click();
  await expect(page.getByText("is not the setup token of this start")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue(admin.name);
  await expect(page).toHaveURL(/\/setup$/);
});

test("setting up breaks no accessibility rule", async ({ page }) => {
  for (const look of looks) {
    await lookAs(page, look);
    await open(page, "/setup");
    await expectNoViolation(page, `setup, ${look.name}`);
  }
});

test("the one-time token makes the first admin, and then setting up is closed", async ({
  page,
  playwright,
  baseURL,
}) => {
  const token = (await readFile(join(dataDir, "setup-token"), "utf8")).trim();
  await open(page, "/setup");
  await fill(page, token);
  await page.getByRole("button", { name: "Set up Standby" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("an hour");
  await page.context().storageState({ path: sessionFile });

  await expect(readFile(join(dataDir, "setup-token"))).rejects.toThrow(/ENOENT/);
  const stranger = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
  const closed = await stranger.get("/setup");
  expect(closed.url()).toContain("/sign-in");
  const again = await stranger.post("/api/v1/setup", { data: { ...admin, token } });
  expect(again.status()).toBe(404);
  expect((await again.json()).detail).toContain("set up already");
  await stranger.dispose();
});

async function fill(page: Page, token: string): Promise<void> {
  await page.getByLabel("Token").fill(token);
  await page.getByLabel("Your name").fill(admin.name);
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
}
