import { expect, type Page, test } from "playwright/test";
import { plugIn } from "./support/cable";
import { api, confirmPlan, detailsOf, open, readAgain, resourcesOf, rocker } from "./support/standby";

test.describe.configure({ mode: "serial" });

const same = ["state", "saw", "type", "tags", "groups", "protected"] as const;
/** What a stop and start of an instance changes by its nature; the plan says so of the address. */
const renewed = new Set(["launchedAt", "publicIp"]);

test("dev is stopped by its plan, live, and comes back exactly as it was", async ({ page }) => {
  test.setTimeout(180_000);
  await open(page, "/");
  for (const house of ["dev", "staging", "prod"]) {
    await expect(page.getByRole("article", { name: house })).toBeVisible();
  }
  const before = await detailsOf(page, "dev");
  const { restores } = await api(page, "getOverview", {});

  await rocker(page, "dev")
    .getByRole("button", { name: /^Stop dev/ })
    .click();
  await expect(page).toHaveURL(/\/plans\//);
  const stops = await planSaysWhatItDoes(page);
  await confirmPlan(page);

  await expect(page).toHaveURL(/\/operations\//);
  await watchLive(page, /^dev is paused\. (\d+) of \1\.$/);
  await expect(page.getByText(`${stops} holds: the complete configuration`)).toBeVisible();

  await page.getByRole("link", { name: "Overview", exact: true }).first().click();
  const house = page.getByRole("article", { name: "dev" });
  await expect(house.getByRole("link", { name: /, paused/ })).not.toHaveCount(0);
  expect(await house.locator("[class~=off]").count()).toBeGreaterThan(20);
  await expect(page.getByLabel("Money")).toContainText(/\d+ are paused/);
  const paused = await resourcesOf(page, "dev");
  expect(paused.filter((one) => one.holdId !== null)).toHaveLength(stops);

  await rocker(page, "dev")
    .getByRole("button", { name: /^Start dev/ })
    .click();
  await expect(page).toHaveURL(/\/plans\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    new RegExp(`^Start dev: ${stops} of \\d+ resources$`),
  );
  await confirmPlan(page);
  await watchLive(page, /^dev is running\. (\d+) of \1\.$/);

  await readAgain(page);
  const after = await detailsOf(page, "dev");
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [name, was] of before) {
    const is = after.get(name);
    for (const field of same) expect.soft(is?.[field], `${field} of ${name}`).toEqual(was[field]);
    expect.soft(lasting(is?.detail), `detail of ${name}`).toEqual(lasting(was.detail));
  }
  for (const name of ["load-gen", "mail-age"]) {
    const [, one] = [...after].find(([key]) => key.startsWith(`${name} (`)) ?? [];
    expect(one?.state, `${name} was off before and stays off`).toBe("paused");
    expect(one?.holdId).toBeNull();
  }
  expect((await api(page, "listHolds", { query: { state: "active" } })).items).toEqual([]);

  await open(page, "/");
  await expect(page.getByLabel("Money").locator("> div", { hasText: "Came back exactly" })).toContainText(
    `${restores.exact + stops} of ${restores.total + stops}`,
  );
});

test("the same job by keyboard alone: Tab, Enter and Space", async ({ page }) => {
  test.setTimeout(180_000);
  await open(page, "/");
  await tabTo(page, "To the content");
  await page.keyboard.press("Enter");
  await tabTo(page, /^Stop dev/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/plans\//);
  await confirmByKeyboard(page);
  await watchLive(page, /^dev is paused\./);

  await tabTo(page, "Overview");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: "dev" })).toBeVisible();
  await tabTo(page, /^Start dev/);
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/\/plans\//);
  await confirmByKeyboard(page);
  await watchLive(page, /^dev is running\./);
});

test("history and audit list what happened, who did it and how it ended", async ({ page }) => {
  await open(page, "/operations");
  const rows = page.getByRole("row").filter({ has: page.getByRole("link") });
  await expect(rows.first()).toContainText("Start dev");
  await expect(rows.first().getByText(/^(\d+) of \1$/)).toBeVisible();
  await expect(rows.first()).toContainText("Ana Ruiz");
  await rows.nth(1).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^dev is paused\./);

  await open(page, "/audit");
  const table = page.getByRole("table", { name: "Audit trail, newest first" });
  for (const words of ["operation.pause", "operation.resume", "operation.finish", "resource.resume"]) {
    const row = table.getByRole("row").filter({ hasText: words }).first();
    await expect(row).toContainText("Ana Ruiz");
  }
});

test("a page that was offline for a while says so, and goes on where the operation is", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const cable = await plugIn(baseURL ?? "");
  await open(page, cable.origin);
  await rocker(page, "staging")
    .getByRole("button", { name: /^Stop staging/ })
    .click();
  await confirmPlan(page);
  await expect(page).toHaveURL(/\/operations\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Stopping staging\. [1-9]/);
  cable.cut();
  await expect(page.getByText("The live connection was lost. Reconnecting.")).toBeVisible();
  cable.mend();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^staging is paused\./, { timeout: 60_000 });

  await page.getByRole("button", { name: /^Undo: start these \d+ again/ }).click();
  await expect(page).toHaveURL(/\/plans\//);
  await confirmPlan(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/ running\. (\d+) of \1\.$/, { timeout: 60_000 });
  cable.remove();
});

/** @returns how many resources the plan stops */
async function planSaysWhatItDoes(page: Page): Promise<number> {
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).toHaveText(/^Stop dev: \d+ of \d+ resources$/);
  const hazards = page.getByRole("region", { name: "To know before" });
  await expect(hazards).toContainText("things to know");
  await expect(hazards).toContainText("batch-runner");
  const changes = page.getByRole("region", { name: "What changes" });
  for (const wave of ["Alarms", "Functions", "Services", "Auto Scaling groups", "Instances", "Databases"]) {
    await expect(changes.getByRole("heading", { name: wave })).toBeVisible();
  }
  const cost = page.getByRole("complementary");
  await expect(cost).toContainText(/Now\s*\$\d+\.\d\d/);
  await expect(cost).toContainText(/After, an hour\s*\$\d+\.\d\d/);
  await expect(cost).toContainText(/Saves an hour\s*\$\d/);
  await expect(page.getByText("Protected by a tag of its own")).toBeVisible();
  await expect(page.getByText(/has instance-store disks/).first()).toBeVisible();
  await expect(page.getByText("Was off before, stays off")).toBeVisible();
  const [, stops] = /: (\d+) of/.exec(await title.innerText()) ?? [];
  return Number(stops);
}

function lasting(detail: unknown): unknown {
  return JSON.parse(JSON.stringify(detail ?? null, (key, value) => (renewed.has(key) ? undefined : value)));
}

/** Follows an operation to its end on one page: the title must move by itself, and the page must not load again. */
async function watchLive(page: Page, end: RegExp): Promise<void> {
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).toHaveText(/^(Stopping|Starting) /);
  await page.evaluate(() => document.body.setAttribute("data-watched", ""));
  const seen = new Set<string>();
  await expect
    .poll(
      async () => {
        const text = await title.innerText();
        seen.add(text);
        return text;
      },
      { timeout: 90_000, intervals: [150] },
    )
    .toMatch(end);
  expect(seen.size, `the title moved: ${[...seen].join(" ")}`).toBeGreaterThan(2);
  await expect(page.locator("body")).toHaveAttribute("data-watched", "");
}

async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const text = await page.evaluate(() => {
      const at = document.activeElement;
      return (at?.getAttribute("aria-label") ?? at?.textContent ?? "").trim();
    });
    if (typeof name === "string" ? text === name : name.test(text)) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

async function confirmByKeyboard(page: Page): Promise<void> {
  const aside = page.getByRole("complementary");
  const key = aside.getByRole("button", { name: /^(Stop|Start) \d+ resources?$/ });
  await expect(key).toBeVisible();
  const typed = aside.getByRole("textbox");
  if (await typed.isVisible()) {
    const asked = await aside.locator("label b").innerText();
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press("Tab");
      if (await typed.evaluate((input) => input === document.activeElement)) break;
    }
    await page.keyboard.type(asked);
    await page.keyboard.press("Enter");
    return;
  }
  await tabTo(page, /^(Stop|Start) \d+ resources?$/);
  const isHeld = (await key.getAttribute("aria-describedby")) === "hold-hint";
  await page.keyboard.press("Space", { delay: isHeld ? 1_800 : 0 });
}
