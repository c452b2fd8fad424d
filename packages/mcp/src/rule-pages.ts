/** The pages of the rules, for those who read resources. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { explainRule, ruleNames } from 'mongoose-doctor'

export function registerRulePages(server: McpServer): void {
  for (const name of ruleNames) {
    const page = explainRule(name)
    const [description = ''] = page.split('\n')
    server.registerResource(name, `mongoose-doctor://rules/${name}`, { title: `Rule ${name}`, description, mimeType: 'text/markdown' }, ({ href }) => ({
      contents: [{ uri: href, mimeType: 'text/markdown', text: `# ${name}\n\n${page}\n` }],
    }))
  }
}
