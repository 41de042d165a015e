import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.listTerraformStates);
export const POST = route(endpoints.importTerraformState);
export const { PUT, PATCH, DELETE } = methodNotAllowed("GET", "POST");
