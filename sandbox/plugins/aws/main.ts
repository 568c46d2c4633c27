import { serve } from "../provider/server";
import { awsProvider } from "./provider";

serve(awsProvider);
