import type { NextConfig } from 'next'

const config: NextConfig = {
  // The packages of this workspace are TypeScript as it was written.
  transpilePackages: ['@library/auth', '@library/models', '@library/ui'],
}

export default config
