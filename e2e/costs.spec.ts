import { expect, type Page, test } from "playwright/test";
import { expectNoViolation, lookAs, looks, openWhole } from "./support/accessibility";
import { api, open } from "./support/standby";

/** The sandbox tells its bill within the half minute after its first reading. */
async function billIsRead(page: Page): Promise<void> {
  await expect
    .poll(async () => (await api(page, "getCosts", { query: {} })).items.length, { timeout: 90_000 })
    .toBeGreaterThan(5);
  const forecast = async () => (await api(page, "getOutlook", { query: {} })).forecast;
  await expect.poll(forecast, { timeout: 60_000 }).not.toBeNull();
  // The bill is looked through once a minute.
  const unusual = async () => (await api(page, "listAnomalies", { query: {} })).items.length;
  await expect.poll(unusual, { timeout: 90_000 }).toBeGreaterThan(0);
}

/** A region of the page: its sections have names. */
const part = (page: Page, name: string | RegExp) => page.getByRole("region", { name, exact: true });

test.beforeEach(async ({ page }) => {
  test.setTimeout(240_000);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await billIsRead(page);
});

test("the bill of thirteen months is there, as bars and as a table that says the same", async ({ page }) => {
  await open(page, "/costs");
  await expect(page.getByRole("img", { name: /^Cost per day by service, unblended/ })).toBeVisible();
  await expect(page.locator(".recharts-bar-rectangle").first()).toBeAttached();
  await expect(page.getByRole("complementary")).toContainText(/\d % sure of \$[\d,]+ to \$[\d,]+/);
  await expect(page.getByRole("complementary")).toContainText("AWS’s own forecast: $");
  await expect(page.getByRole("complementary")).toContainText("SageMaker +$");
  await expect(page.getByRole("main")).toContainText(/\d+ of \d+ paid requests today, \$0\.\d\d/);

  await page.getByRole("button", { name: "Days" }).click();
  await page.getByRole("menuitemcheckbox", { name: "365 days" }).click();
  await expect(page).toHaveURL(/span=365/);
  await page.getByRole("button", { name: "Show as table" }).click();
  const twin = part(page, /^Cost per month by service, unblended, /);
  const year = await api(page, "getCosts", { query: { ...lastYear(), every: "month" } });
  expect(year.periods.length).toBeGreaterThanOrEqual(12);
  expect(year.total.amounts).not.toContain(null);
  await expect(twin.getByRole("row")).toHaveCount(year.periods.length + 1);
  const dearest = Math.max(...year.total.amounts.map(Number));
  await expect(twin).toContainText(
    new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" }).format(dearest),
  );
  await expectNoViolation(page, "the costs as a table");
});

/** The months of which `span=365` shows bars. */
function lastYear(): { readonly from: string; readonly until: string } {
  const now = new Date();
  const until = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
  const from = new Date(Date.parse(until) - 365 * 86_400_000).toISOString().slice(0, 7);
  return { from: `${from}-01`, until };
}

test("the costs are told by region, and one service by what was used of it", async ({ page }) => {
  await open(page, "/costs");
  await page.getByRole("button", { name: "By service" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Region" }).click();
  await expect(page).toHaveURL(/by=region/);
  const { items } = await api(page, "getCosts", { query: { by: "region" } });
  for (const { name } of items.slice(0, 3)) {
    await expect(part(page, "By region").getByRole("rowheader", { name })).toBeVisible();
  }
  await page.goBack();
  await part(page, "By service").getByRole("link", { name: "RDS and Aurora" }).click();
  await expect(page).toHaveURL(/service=Amazon\+Relational/);
  await expect(part(page, "By usage type").getByRole("rowheader").first()).toContainText(/RDS|Usage|db\./);
  await page.getByRole("button", { name: /^Remove the filter Service/ }).click();
  await expect(part(page, "By service")).toBeVisible();
});

test("what is shown can be taken along as files that say the same", async ({ page }) => {
  await open(page, "/costs?by=region&span=30");
  await page.getByRole("button", { name: "Export" }).click();
  const files = page.getByRole("dialog", { name: "Export what is shown" }).getByRole("link");
  await expect(files).toHaveText(["CSV", "JSON", "HTML", "FOCUS 1.2"]);
  for (const file of await files.all()) {
    const href = await file.getAttribute("href");
    expect(href).toContain("by=region");
    const response = await page.request.get(href ?? "");
    expect(response.status(), href ?? "").toBe(200);
    expect((await response.text()).length).toBeGreaterThan(200);
  }
});

test("a budget is made, its line and its verdict show, it is changed, and it goes", async ({ page }) => {
  const [account] = (await api(page, "listAccounts", {})).items;
  await open(page, `/costs?account=${account?.id ?? ""}`);
  await expect(page.getByText(/^budget, \$/)).toHaveCount(0);
  await page.getByRole("button", { name: "Make a budget" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toContainText("A name, such as");
  await expectNoViolation(page, "the form of a budget");
  await dialog.getByLabel("Name", { exact: true }).fill("All of it");
  await dialog.getByLabel("Limit in USD").fill("9,000");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  const line = part(page, "Budgets").getByRole("listitem").filter({ hasText: "All of it" }).first();
  await expect(line).toContainText("of $9,000.00");
  await expect(page.getByText(/^budget, \$(290|300|321|310) a day$/)).toBeVisible();
  await expect(page.getByRole("complementary")).toContainText(/\$[\d,]+ (over|under) budget\./);

  await line.getByRole("button", { name: "Edit All of it" }).click();
  await expect(dialog.getByLabel("Limit in USD")).toHaveValue("9000.00");
  await dialog.getByLabel("Limit in USD").fill("90000");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("complementary")).toContainText(/under budget\./);

  await line.getByRole("button", { name: "Remove All of it" }).click();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(part(page, "Budgets")).toContainText("No budget yet");
});

test("an admin says that an unusual day was expected, and takes it back", async ({ page }) => {
  await open(page, "/costs");
  const days = page.getByRole("complementary").getByRole("listitem");
  const first = days.filter({ hasText: "SageMaker +$" }).first();
  await first.getByRole("button", { name: "Expected" }).click();
  await expect(first).toContainText(/Marked expected by \w/);
  await first.getByRole("button", { name: "Take the mark back" }).click();
  await expect(first.getByRole("button", { name: "Not unusual" })).toBeVisible();
});

test("a schedule that is advised leads to what its hours would save, by keyboard, and to a plan of the stop", async ({
  page,
}) => {
  const advised = async () => {
    const { items } = await api(page, "listRecommendations", { query: {} });
    return items.find(({ schedule }) => schedule !== null);
  };
  await expect.poll(advised, { timeout: 90_000 }).toBeDefined();
  const item = await advised();
  await open(page, "/recommendations");
  await page.getByRole("link", { name: `What these hours would save of ${item?.name}`, exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/savings\?.*#what-if$/);
  const card = part(page, "What a schedule would save");
  for (const _ of ["as it was opened", "as it is read anew"]) {
    await expect(card.getByLabel("Of", { exact: true })).toHaveValue("some");
    await expect(card.getByLabel("Of", { exact: true }).locator("option:checked")).toHaveText(item?.name ?? "");
    await expect(card.getByLabel("Time zone")).toHaveValue("UTC");
    await expect(card.getByRole("group", { name: /^On these days/ })).toHaveCount(item?.schedule?.on.length ?? 0);
    await expect(card.getByLabel("On from").first()).toHaveValue(item?.schedule?.on[0]?.from ?? "");
    const ends = part(page, /^The end of \w+$/);
    await expect(ends).toContainText(/As it is planned now\s*\$[\d,.]+\s*80 % sure of \$[\d,]+ to \$[\d,]+/);
    await expect(ends).toContainText(/These hours would (take \$[\d,.]+ off|change nothing of) the bill of \w+\./);
    await page.reload();
  }
  await card.getByRole("button", { name: "Weekends off" }).click();
  await expect(page).toHaveURL(/on=mon%2Ctue%2Cwed%2Cthu%2Cfri\+00%3A00-00%3A00/);
  await open(page, "/recommendations");
  await page.getByRole("button", { name: `Plan the stop of ${item?.name}`, exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/plans\//);
  await expect(page.getByRole("main")).toContainText(item?.name ?? "");
});

test("an address of the savings that cannot be read is told, and the form is as it begins", async ({ page }) => {
  await open(page, "/savings?id=res_1&zone=Europe%2FAtlantis&on=mon+8-19#what-if");
  const card = part(page, "What a schedule would save");
  await expect(card).toContainText("“Europe/Atlantis” is not a time zone such as Europe/Berlin.");
  await expect(card).toContainText("“mon 8-19” are no hours");
  await expect(card.getByLabel("On from")).toHaveValue("08:00");
  await card.getByRole("button", { name: "Show what it would save" }).click();
  await expect(card).not.toContainText("cannot be read");
  await expect(card).toContainText("On for 55 of 168 hours");
});

/** With the answer to what a schedule would save. */
const asked = "/savings?zone=UTC&on=mon,tue,wed,thu,fri+08:00-19:00&on=sat,sun+10:00-16:00";

for (const look of looks) {
  test(`costs and savings break no accessibility rule, ${look.name}`, async ({ page }) => {
    await lookAs(page, look);
    for (const path of ["/costs", "/costs?show=table&by=region", "/savings", asked]) {
      await openWhole(page, path);
      await expect(page.locator("html")).toHaveAttribute("data-theme", look.theme);
      if (path === asked) await expect(part(page, /^The end of \w+$/)).toBeVisible();
      await expectNoViolation(page, `${path}, ${look.name}`);
    }
  });
}

test("the costs do not scroll sideways at 320 px", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ["/costs", "/costs?show=table", "/costs?by=usage", "/savings", asked]) {
    await openWhole(page, path);
    if (path === asked) await expect(part(page, /^The end of \w+$/)).toBeVisible();
    const width = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
    expect.soft(width, path).toBeLessThanOrEqual(320);
  }
});
