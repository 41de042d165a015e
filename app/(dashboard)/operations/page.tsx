import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { keys } from "@/components/data/keys";
import { historySize } from "@/components/operations/history-size";
import { OperationList } from "@/components/operations/operation-list";
import { FirstData } from "@/components/shell/first-data";

export const metadata: Metadata = { title: "Operations" };

export default async function OperationsPage() {
  const { app, ctx } = await signedIn();
  const [page, queue] = await Promise.all([
    app.usecases.listOperations(ctx, { params: {}, query: { limit: historySize }, body: {} }),
    app.usecases.listQueue(ctx, { params: {}, query: {}, body: {} }),
  ]);
  return (
    <FirstData
      entries={[
        [[...keys.operations, historySize], { pages: [page], pageParams: [null] }],
        [keys.queue, queue],
      ]}
    >
      <OperationList now={ctx.now.toISOString()} />
    </FirstData>
  );
}
