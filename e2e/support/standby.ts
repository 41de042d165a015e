import { join } from "node:path";
import { expect, type Page, test } from "playwright/test";
import type { CallAnswer, CallInput } from "../../components/data/api";
import { type EndpointId, endpointTable } from "../../components/data/endpoint-table";
import type { WireResource, WireResourceDetail } from "../../server/contract/resources";

/** What the journeys share: who signs in, and the API as the page's own session may call it. */

export const admin = {
  name: "Ana Ruiz",
  email: "ana@tidewater.example",
  password: "correct horse battery 9",
} as const;

export const dataDir = process.env.STANDBY_E2E_DATA ?? "";
export const sessionFile = join(dataDir, "session.json");

/** Calls one endpoint with the page's cookie. Fails the journey when the answer is not a success. */
export async function api<Id extends EndpointId>(page: Page, id: Id, input: CallInput<Id>): Promise<CallAnswer<Id>> {
  const { params, query, body }: LooseInput = input;
  const [method, path] = endpointTable[id];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const search = new URLSearchParams(Object.entries(query ?? {}).map(([key, value]) => [key, String(value)]));
  const response = await page.request.fetch(`/api/v1${filled}?${search}`, {
    method,
    // A cookie counts only from a page of Standby itself.
    headers: { origin: test.info().project.use.baseURL ?? "" },
    ...(method === "GET" ? {} : { data: body ?? {} }),
  });
  expect(response.ok(), `${method} ${filled}: ${response.status()} ${await response.text()}`).toBe(true);
  return response.json();
}

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

export async function resourcesOf(page: Page, group: string): Promise<readonly WireResource[]> {
  const { items, next } = await api(page, "listResources", { query: { group, limit: 500 } });
  expect(next, "one page holds the group").toBeNull();
  return items;
}

/** Each resource of the group with everything that is known of it, by name and kind. */
export async function detailsOf(page: Page, group: string): Promise<ReadonlyMap<string, WireResourceDetail>> {
  const all = new Map<string, WireResourceDetail>();
  for (const { id, name, kind } of await resourcesOf(page, group)) {
    all.set(`${name} (${kind})`, await api(page, "getResource", { params: { id } }));
  }
  return all;
}

/** Has every account read again, so that the inventory is what the account is now. */
export async function readAgain(page: Page): Promise<void> {
  const { items } = await api(page, "listAccounts", {});
  for (const { id } of items) await api(page, "scanAccount", { params: { id } });
}

/** Goes to a page and waits until it listens: a click before that is lost, as it is for a person with a slow line. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => {
    const keys = [...document.querySelectorAll("button")];
    return keys.length > 0 && keys.every((key) => Object.keys(key).some((name) => name.startsWith("__reactProps")));
  });
}

export async function signIn(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The rocker of a house, or of "Everything". */
export function rocker(page: Page, name: string) {
  return page.getByRole("group", { name, exact: true });
}

/** Confirms the plan on the screen as it asks to be confirmed: type, hold, or press. */
export async function confirmPlan(page: Page): Promise<void> {
  const key = page.getByRole("complementary").getByRole("button", { name: /^(Stop|Start) \d+ resources?$/ });
  const typed = page.getByRole("complementary").getByRole("textbox");
  await expect(key).toBeVisible();
  if (await typed.isVisible()) {
    await expect(key).toBeDisabled();
    const label = await page.getByRole("complementary").locator("label b").innerText();
    await typed.fill(label);
  }
  const isHeld = (await key.getAttribute("aria-describedby")) === "hold-hint";
  await (isHeld ? key.click({ delay: 1_800 }) : key.click());
}
