/** Which files can matter to Mongoose, by their text alone. */

// Upper and lower case `schema`: plugins are often `(schema) => …` in files that name nothing else of Mongoose.
const MENTIONS =
  /[Mm]ongoose|populate|[Pp]opulated?\b|[Ss]chema|SCHEMA|\bmodels?\b\s*[(<?.[]|\.models\b|['"`]models?['"`]|[Dd]iscriminator|refPath|[Tt]ypegoose|ModelForClass|InjectModel|ObjectId|\bref['"]?\s*:\s*['"`\w(]|[Pp]aginate|createConnection/

/**
 * False only for a text that can contain no model definition, no populate and no schema: its body is never parsed.
 * Generous on purpose; a true costs one parse, a wrong false would hide a demand.
 */
export function mentionsMongoose(text: string): boolean {
  return MENTIONS.test(text)
}
