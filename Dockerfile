# Guichet in production: Node 24, the production packages and the source as it stands. Nothing is built.
# Pinned by its digest where NODE_IMAGE says so (docs/operate.md, «Images by digest»).
ARG NODE_IMAGE=node:24-slim
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package that production uses needs an install script.
RUN ["npm", "ci", "--omit=dev", "--ignore-scripts"]

FROM ${NODE_IMAGE}
WORKDIR /app
ENV NODE_ENV=production \
    NODE_OPTIONS=--disable-warning=ExperimentalWarning \
    HOST=0.0.0.0 \
    PORT=3978 \
    OPERATIONS_PORT=9464 \
    DATABASE_URL=sqlite:/data/guichet.sqlite
# The source belongs to root and Guichet runs as another user: only /data can be written to.
RUN ["install", "--directory", "--owner=node", "--group=node", "--mode=0700", "/data"]
VOLUME /data
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY core core
COPY cards cards
COPY dialogs dialogs
COPY bot bot
USER node
EXPOSE 3978 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bot/main.ts"]
