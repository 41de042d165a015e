import type { Metadata } from "next";
import { keys } from "@/components/data/keys";
import { GroupsScreen } from "@/components/groups/groups-screen";
import { FirstData } from "@/components/shell/first-data";
import { signedIn } from "../../signed-in";

export const metadata: Metadata = { title: "Groups" };

export default async function GroupsPage() {
  const { app, ctx } = await signedIn();
  const groups = await app.usecases.listGroups(ctx, { params: {}, query: {}, body: {} });
  return (
    <FirstData entries={[[keys.groups, groups]]}>
      <GroupsScreen />
    </FirstData>
  );
}
