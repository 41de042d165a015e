import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Doorway } from "@/components/access/doorway";
import { SetupForm } from "@/components/access/setup-form";
import { needsSetup } from "@/server/http/page";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  if (!(await needsSetup())) redirect("/sign-in");
  return (
    <Doorway title="Set up Standby" lede="You become the first admin. The token proves that this is your server.">
      <SetupForm />
    </Doorway>
  );
}
