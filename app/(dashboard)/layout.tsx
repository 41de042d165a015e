import type { ReactNode } from "react";
import { keys } from "@/components/data/keys";
import { FirstData } from "@/components/shell/first-data";
import { NightBar, PhoneNav } from "@/components/shell/night-bar";
import { signedIn } from "../signed-in";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { app, ctx } = await signedIn();
  const nothing = { params: {}, query: {}, body: {} };
  const [overview, accounts] = await Promise.all([
    app.usecases.getOverview(ctx, nothing),
    app.usecases.listAccounts(ctx, nothing),
  ]);
  const { actor } = ctx;
  const role = actor.type === "system" ? "viewer" : actor.role;
  return (
    <FirstData
      entries={[
        [keys.me, { id: actor.id, name: actor.name, type: actor.type, role }],
        [keys.accounts, accounts],
        [[...keys.overview, null], overview],
      ]}
    >
      <a className="skip" href="#content">
        To the content
      </a>
      <NightBar />
      <main id="content" tabIndex={-1} className="with-phone-nav">
        {children}
      </main>
      <PhoneNav />
    </FirstData>
  );
}
