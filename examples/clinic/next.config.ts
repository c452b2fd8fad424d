import type { NextConfig } from 'next'

const development = process.env.NODE_ENV === 'development'

// Next.js puts its data into inline scripts, so those stay allowed; nothing from elsewhere is.
const policy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  `connect-src 'self'${development ? ' ws:' : ''}`,
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // This application has its own lockfile inside another repository.
  turbopack: { root: import.meta.dirname },
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'Content-Security-Policy', value: policy },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        // The link that confirms an address holds a secret: no other site is told of it. "no-referrer" would be too
        // much: without JavaScript a form's Origin would then be "null", and Next.js refuses such a request.
        { key: 'Referrer-Policy', value: 'same-origin' },
      ],
    },
  ],
}

export default config
