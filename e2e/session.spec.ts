import { expect, test } from "playwright/test";
import { admin, open, signIn } from "./support/standby";

test.use({ storageState: { cookies: [], origins: [] } });

test("who is not signed in comes to the sign-in page, and from there to where they wanted", async ({ page }) => {
  await open(page, "/resources?group=dev");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page);
  await expect(page).toHaveURL(/\/resources\?group=dev$/);
  await expect(page.getByRole("row").nth(1)).toBeVisible();
});

test("a foreign address is never followed after signing in", async ({ page, baseURL }) => {
  await open(page, "/sign-in?next=https://example.com/");
  await signIn(page);
  await expect(page).toHaveURL(`${baseURL}/`);
});

test("a wrong password is said, and does not tell whether the address is known", async ({ page }) => {
  await open(page, "/sign-in");
  const alert = page.locator("form").getByRole("alert");
  const said: string[] = [];
  for (const email of [admin.email, "nobody@tidewater.example"]) {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("button", { name: "Sign in" })).not.toHaveAttribute("aria-busy", "true");
    await expect(alert).not.toBeEmpty();
    said.push(await alert.innerText());
  }
  expect(said[0]).toBe(said[1]);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("signing out ends the session, not only the page", async ({ page }) => {
  await open(page, "/sign-in");
  await signIn(page);
  await expect(page.getByRole("article", { name: "dev" })).toBeVisible();
  await open(page, "/");
  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: /, menu$/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.context().addCookies(cookies);
  expect((await page.request.get("/api/v1/me")).status()).toBe(401);
});
