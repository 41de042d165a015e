import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { keys } from "@/components/data/keys";
import { orNull } from "@/components/plan/or-not-found";
import { paramsOf, queryOf, readFilters, type SearchRecord } from "@/components/resources/filters";
import { pageSize } from "@/components/resources/page-size";
import { ResourcesScreen } from "@/components/resources/resources-screen";
import { FirstData } from "@/components/shell/first-data";

export const metadata: Metadata = { title: "Resources" };

export default async function ResourcesPage({ searchParams }: { readonly searchParams: Promise<SearchRecord> }) {
  const { app, ctx } = await signedIn();
  const params = paramsOf(await searchParams);
  const query = { ...queryOf(readFilters(params)), limit: pageSize };
  const id = params.get("id");
  const [page, resource] = await Promise.all([
    orNull(app.usecases.listResources(ctx, { params: {}, query, body: {} })),
    id === null ? null : orNull(app.usecases.getResource(ctx, { params: { id }, query: {}, body: {} })),
  ]);
  return (
    <FirstData
      entries={[
        ...(page ? [[[...keys.resources, query], { pages: [page], pageParams: [null] }] as const] : []),
        ...(resource ? [[keys.resource(resource.id), resource] as const] : []),
      ]}
    >
      <ResourcesScreen />
    </FirstData>
  );
}
