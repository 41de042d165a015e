import { QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { createQueryClient } from "@/components/data/data-provider";
import { keys } from "@/components/data/keys";
import { defaultSettings, type Settings } from "@/server/core/settings";
import { SettingsScreen } from "./settings-screen";

const state = {
  id: "tfs_1",
  accountId: "acc_1",
  name: "prod",
  lineage: "l-1",
  serial: 17,
  resources: 16,
  importedAt: "2026-11-20T18:11:00.000Z",
  importedBy: "Ana Ruiz",
};

function painted(role: "viewer" | "operator" | "admin", settings: Settings | null): string {
  const client = createQueryClient();
  client.setQueryData(keys.terraformStates, { items: [state] });
  client.setQueryData(keys.accounts, { items: [{ id: "acc_1", name: "tidewater" }] });
  client.setQueryData(keys.me, { id: "usr_1", name: "Ana Ruiz", type: "user", role });
  if (settings) client.setQueryData(keys.settings, settings);
  return renderToString(
    <QueryClientProvider client={client}>
      <SettingsScreen />
    </QueryClientProvider>,
  ).replace(/<!-- -->/g, "");
}

it("shows an admin what is set", () => {
  const html = painted("admin", defaultSettings);
  expect(html).toMatch(/value="200"/);
  expect(html).toMatch(/value="50"/);
  expect(html).toMatch(/value="10"/);
  expect(html).toContain("A share counts only above 25 resources.");
});

it("tells everybody else who can, and shows no form", () => {
  for (const role of ["viewer", "operator"] as const) {
    const html = painted(role, null);
    expect(html).toContain("Only admins see and change the settings.");
    expect(html).not.toContain("<form");
  }
});

it("says that it reads while nothing is known yet", () => {
  expect(painted("admin", null)).toContain("Reading the settings");
});

it("lists the states of Terraform, and says what of a file is kept before one is chosen", () => {
  const html = painted("admin", defaultSettings);
  expect(html).toContain("Only addresses, types, ids and ARNs are kept.");
  expect(html).toContain("tidewater, 16 resources of AWS, serial 17");
  expect(html).toContain('aria-label="Remove the state prod"');
  expect(html).toMatch(/<input[^>]*type="file"/);
  expect(html).toMatch(/<button[^>]*disabled=""[^>]*>Import<\/button>/);
  expect(painted("operator", null)).not.toContain("Terraform");
});
