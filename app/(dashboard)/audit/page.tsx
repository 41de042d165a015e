import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { AuditScreen } from "@/components/audit/audit-screen";
import { auditSize } from "@/components/audit/audit-size";
import { keys } from "@/components/data/keys";
import { orNull } from "@/components/plan/or-not-found";
import { FirstData } from "@/components/shell/first-data";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage() {
  const { app, ctx } = await signedIn();
  const page = await orNull(app.usecases.listAudit(ctx, { params: {}, query: { limit: auditSize }, body: {} }));
  return (
    <FirstData entries={page ? [[[...keys.audit, auditSize], { pages: [page], pageParams: [null] }]] : []}>
      <AuditScreen />
    </FirstData>
  );
}
