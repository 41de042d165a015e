import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { keys } from "@/components/data/keys";
import { orNull } from "@/components/plan/or-not-found";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { FirstData } from "@/components/shell/first-data";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { app, ctx } = await signedIn();
  const settings = await orNull(app.usecases.getSettings(ctx, { params: {}, query: {}, body: {} }));
  return (
    <FirstData entries={settings ? [[keys.settings, settings]] : []}>
      <SettingsScreen />
    </FirstData>
  );
}
