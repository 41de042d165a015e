import { endpoints } from "@/server/contract/endpoints";
import { savingsFile } from "@/server/http/export";
import { fileRoute, methodNotAllowed } from "@/server/http/route";

export const GET = fileRoute(endpoints.exportSavings, savingsFile);
export const { POST, PUT, PATCH, DELETE } = methodNotAllowed("GET");
