extension ForeignRules {
  /// Rules of ours, and after a colon the ids of theirs that find the same: of gitleaks 8.30 and
  /// betterleaks 1.7 and 2.0, of kingfisher (`kingfisher.…`), and the plugins of detect-secrets.
  ///
  /// An id that is not here means the rule of ours that has it. What follows `-gitleaks` and its
  /// like has no counterpart here, such as a client id, which is no secret.
  static let table = """
    adafruit-key: adafruit-api-key
    aikido-secret: aikido-ci-token aikido-client-secret
    airtable-access-token: airtable-api-key airtable-oauth-token airtable-personnal-access-token
    algolia-key: algolia-api-key
    alibaba-access-key-id: alibaba-sts-access-key-id
    anthropic-admin-key: anthropic-admin-api-key
    apify-token: apify-api-token
    asaas-api-key: asaas-api-token
    asana-token: asana-client-secret
    atlassian-api-token bitbucket-access-token bitbucket-app-password: atlassian-api-token
    authress-service-key: authress-service-client-access-key
    aws-access-key-id: aws-access-token kingfisher.aws.1
    aws-access-key-id aws-secret-access-key: AWSKeyDetector
    aws-bedrock-api-key: aws-amazon-bedrock-api-key-long-lived
    aws-bedrock-short-lived-key: aws-amazon-bedrock-api-key-short-lived
    aws-secret-access-key: kingfisher.aws.2
    aws-session-token: kingfisher.aws.4
    azure-ai-search-key: kingfisher.azuresearch.key.1
    azure-app-configuration-secret: azure-app-configuration-connection-string kingfisher.azure.2
    azure-cask-key: kingfisher.azure.3 kingfisher.azure.devops.1
    azure-client-secret: azure-ad-client-secret
    azure-connection-string azure-storage-key azure-messaging-key azure-service-key: \
    kingfisher.azure.1
    azure-messaging-key azure-connection-string: azure-servicebus-connection-string
    azure-openai-key azure-openai-key-legacy: kingfisher.azureopenai.1
    azure-storage-key azure-storage-key-legacy: azure-storage-account-key AzureStorageKeyDetector \
    kingfisher.azurestorage.key.1
    beamer-key: beamer-api-token
    bitbucket-app-password bitbucket-access-token: bitbucket-client-secret
    bittrex-key: bittrex-access-key bittrex-secret-key
    box-secret: box-api-access-token
    brevo-api-key: sendinblue-api-token
    buildkite-token: buildkite-service-token buildkite-user-access-token
    canada-notify-api-key: canadian-digital-service-notify-api-key
    circleci-token: circleci-personal-token circleci-project-token
    clickhouse-cloud-secret: clickhouse-cloud-api-secret-key
    clickup-token: clickup-personal-api-token
    clojars-token: clojars-api-token
    cloudflare-token cloudflare-api-token-legacy: cloudflare-api-key
    cloudinary-url: cloudinary-api-key cloudinary-api-secret
    cockroach-cloud-api-key: cockroachlabs-cloud-api-key
    codecov-token: codecov-access-token
    cohere-api-key: cohere-api-token
    coinbase-api-secret: coinbase-access-token
    command-curl-password: curl-auth-user
    configcat-sdk-key: configcat-sdk-key-extended
    confluent-api-secret: confluent-access-token confluent-secret-key
    contentful-management-token: contentful-delivery-api-token
    couchbase-capella-secret: couchbase-capella-api-key
    coveralls-token: coveralls-personal-api-token
    crates-io-token: crates-io-api-key
    cursor-api-key cursor-api-key-legacy: cursor-api-key
    database-url: mongodb-connection-string
    database-url url-credentials: generic-credential-uri
    databento-key: databento-api-key
    databricks-access-token: databricks-api-token
    datadog-key: datadog-access-token datadog-api-key datadog-application-key
    datastax-astra-token: datastax-astra-application-token
    deepseek-api-key deepseek-api-key-by-host: deepseek-api-key
    defined-networking-key: defined-networking-api-token
    deno-deploy-token: deno-account-token
    devcycle-server-sdk-key: devcycle-client-sdk-key devcycle-mobile-sdk-key
    devin-api-key: devin-personal-api-key devin-service-api-key
    devin-service-token: devin-service-user-token
    digitalocean-token: digitalocean-access-token digitalocean-pat digitalocean-refresh-token
    discord-bot-token: discord-api-token DiscordBotTokenDetector
    disqus-key: disqus-api-key
    docker-access-token: dockerhub-organization-access-token dockerhub-personal-access-token
    doppler-token: doppler-api-token
    droneci-token: droneci-access-token
    dropbox-token: dropbox-api-token dropbox-long-lived-api-token dropbox-short-lived-api-token
    duffel-token: duffel-api-token
    dynatrace-token: dynatrace-api-token
    easypost-key: easypost-api-token easypost-test-api-token
    elastic-cloud-key: elastic-cloud-api-key
    elevenlabs-api-key elevenlabs-api-key-legacy: elevenlabs-api-key
    endorlabs-api-key: endorlabs-api-secret
    etsy-key: etsy-access-token etsy-open-api-key
    exoscale-api-secret: exoscale-api-key
    facebook-access-token: facebook-page-access-token facebook-secret
    figma-access-token: figma-personal-access-header-token figma-personal-access-token
    finicity-key: finicity-api-token finicity-client-secret
    finnhub-key: finnhub-access-token
    flickr-key: flickr-access-token
    flutterwave-secret-key: flutterwave-encryption-key flutterwave-public-key
    fly-access-token: flyio-access-token
    frameio-token: frameio-api-token
    freshbooks-client-secret: freshbooks-access-token
    generic-secret: generic-password hashicorp-tf-password KeywordDetector kingfisher.generic.1 \
    kingfisher.generic.2 kingfisher.generic.3 kingfisher.generic.4 kingfisher.generic.5 \
    kingfisher.generic.8 kingfisher.weak_password.1
    generic-secret sk-hex-key sk-alnum-key: Base64HighEntropyString generic-api-key \
    HexHighEntropyString
    github-fine-grained-token: github-fine-grained-pat kingfisher.github.7
    github-oauth-token: github-oauth kingfisher.github.2
    github-personal-access-token: github-pat kingfisher.github.1
    github-personal-access-token github-oauth-token github-user-token github-installation-token \
    github-installation-token-stateless github-refresh-token: GitHubTokenDetector
    github-refresh-token: kingfisher.github.4
    github-user-token github-installation-token github-installation-token-stateless: \
    github-app-token kingfisher.github.3
    gitlab-agent-token: gitlab-kubernetes-agent-token
    gitlab-ci-job-token: gitlab-cicd-job-token
    gitlab-feature-flag-token: gitlab-feature-flag-client-token
    gitlab-incoming-mail-token: gitlab-incoming-mail-address-token
    gitlab-oauth-secret: gitlab-oauth-app-secret
    gitlab-personal-access-token gitlab-routable-token: gitlab-pat kingfisher.gitlab.1
    gitlab-personal-access-token gitlab-routable-token gitlab-ci-job-token gitlab-deploy-token \
    gitlab-runner-token gitlab-runner-token-routable gitlab-runner-registration-token \
    gitlab-trigger-token gitlab-oauth-secret gitlab-agent-token gitlab-scim-token \
    gitlab-feed-token gitlab-incoming-mail-token: GitLabTokenDetector
    gitlab-routable-token: gitlab-pat-routable gitlab-pat-routable-versioned
    gitlab-runner-registration-token: gitlab-rrt kingfisher.gitlab.2
    gitlab-runner-token gitlab-runner-token-routable: gitlab-runner-authentication-token
    gitlab-runner-token-routable: gitlab-runner-authentication-token-routable
    gitlab-session: gitlab-session-cookie
    gitlab-trigger-token: gitlab-ptt kingfisher.gitlab.3
    gitter-token: gitter-access-token
    gocardless-token: gocardless-api-token
    google-api-key google-gemini-auth-key: gcp-api-key gcp-gemini-api
    google-authorized-user google-oauth-refresh-token: gcp-application-default-credentials
    google-oauth-access-token: kingfisher.google.4 kingfisher.google.oauth2.1
    google-oauth-client-id: kingfisher.google.1
    google-oauth-client-secret google-oauth-client-secret-legacy: kingfisher.google.2 \
    kingfisher.google.3
    google-oauth-client-secret google-oauth-client-secret-legacy google-authorized-user: \
    kingfisher.google.6
    google-service-account-key: gcp-service-account kingfisher.gcp.1
    grafana-api-key-legacy: grafana-api-key
    grafana-cloud-token: grafana-cloud-api-token
    harness-access-token: harness-api-key
    heroku-api-key: heroku-api-key-v2
    heroku-api-key-legacy: heroku-api-key
    highnote-secret-key: highnote-secret-live-key
    http-bearer-token http-basic-credentials: curl-auth-header
    hubspot-access-token: hubspot-api-key
    huggingface-organisation-token: huggingface-organization-api-token
    ibm-cloud-api-key: ibm-cloud-user-api-key IbmCloudIamDetector
    influxdb-token: influxdb-api-token
    infracost-key: infracost-api-token
    ionic-token: ionic-personal-access-token
    jfrog-api-key: artifactory-api-key
    jfrog-api-key jfrog-reference-token: ArtifactoryDetector jfrog-identity-token
    jfrog-reference-token: artifactory-reference-token
    json-web-token supabase-anon-key supabase-service-role-key minimax-api-key-jwt \
    aleph-alpha-token monday-api-token openai-chatgpt-access-token qdrant-api-key scalr-api-token \
    temporal-cloud-api-key: jwt jwt-base64 JwtTokenDetector kingfisher.jwt.1
    klaviyo-key: klaviyo-api-key
    kraken-key: kraken-access-token
    kucoin-key: kucoin-access-token kucoin-secret-key
    langsmith-api-key langsmith-api-key-v1: langchain-langsmith-personal-access-token \
    langchain-langsmith-service-key
    launchdarkly-key: launchdarkly-access-token
    lichess-token: lichess-personal-access-token
    llamacloud-api-key: llama-cloud-api-key
    lob-key: lob-api-key lob-pub-api-key
    mailchimp-key: mailchimp-api-key MailchimpDetector
    mailersend-token: mailersend-api-token
    mailgun-api-key: mailgun-private-api-token mailgun-signing-key
    mapbox-public-token mapbox-secret-token: mapbox-api-token
    maxmind-licence-key: maxmind-license-key
    meraki-key: cisco-meraki-api-key
    mercury-token: mercury-production-api-token
    messagebird-key: messagebird-api-token
    midtrans-server-key: midtrans-production-server-client-key
    minimax-api-key minimax-plan-key minimax-api-key-jwt: minimax-api-key
    mongodb-atlas-service-account-secret: kingfisher.mongodb.1
    moonshot-api-key moonshot-api-key-by-host moonshot-kimi-code-key: kimi-api-key
    mux-token-secret: mux-access-token-secret
    newrelic-browser-key: new-relic-browser-api-token
    newrelic-insert-key: new-relic-insert-key
    newrelic-user-key: new-relic-user-api-key
    ngrok-token: ngrok-api-key
    notion-integration-token notion-integration-token-legacy: notion-api-token
    npm-access-token npm-registry-token: kingfisher.npm.1 kingfisher.npm.2
    npm-access-token npm-registry-token npm-registry-credentials: NpmDetector
    nuget-source-password: nuget-config-password
    nvidia-api-key nvidia-ngc-api-key: nvidia-api-key
    nytimes-key: nytimes-access-token
    octopus-key: octopus-deploy-api-key
    okta-api-token: okta-access-token
    onepassword-secret-key: 1password-secret-key
    onepassword-service-token: 1password-service-account-token
    onesignal-key: onesignal-rich-authentication-token
    onfido-api-token: onfido-live-api-token-ca onfido-live-api-token-eu onfido-live-api-token-us
    openai-project-key openai-service-account-key openai-admin-key openai-user-key \
    openai-prefixed-key openai-user-key-legacy openai-named-key openai-api-key: \
    kingfisher.openai.1 openai-api-key OpenAIDetector
    openshift-token: openshift-user-token
    ovh-secret: ovh-application-key ovh-application-secret ovh-consumer-key
    paddle-key: paddle-live-api-key
    pagerduty-api-token: pagerduty-authorization-token
    persona-api-key: persona-production-api-key
    pinecone-api-key pinecone-api-key-legacy: pinecone-api-key
    plaid-access-token: plaid-api-token plaid-secret-key
    planetscale-token: planetscale-api-token planetscale-oauth-token planetscale-password
    polar-token: polar-oauth-access-token polar-organization-access-token \
    polar-personal-access-token
    polymarket-private-key: polymarket-api-key polymarket-api-secret polymarket-passphrase
    posthog-personal-key: posthog-personal-api-key
    posthog-project-key: posthog-project-api-key
    postman-api-key: postman-api-token
    prefect-api-key: prefect-api-token
    private-key private-key-encrypted private-key-alone: kingfisher.pem.1 kingfisher.pem.2 \
    kingfisher.privkey.2
    private-key private-key-encrypted private-key-alone pgp-private-key \
    google-service-account-key: private-key
    private-key private-key-encrypted private-key-alone pgp-private-key putty-private-key: \
    PrivateKey PrivateKeyDetector
    private-key-encrypted: kingfisher.privkey.1
    privateai-key: privateai-api-token
    proof-api-key: proof-full-access-api-key
    pulumi-access-token: pulumi-api-token
    pypi-api-token: kingfisher.pypi.1 pypi-upload-token PypiTokenDetector
    rainforest-pay-api-key: rainforest-pay-production-api-key
    rapidapi-key: rapidapi-access-token
    readme-key: readme-api-token
    rootly-key: rootly-api-key
    rubygems-api-key: rubygems-api-token
    samsara-token: samsara-api-token
    scalingo-token: scalingo-api-token
    scalr-api-token: scalr-api-access-token
    sendbird-api-token: sendbird-access-token
    sendgrid-api-key: sendgrid-api-token SendGridDetector
    sentry-organisation-token: sentry-org-token
    sentry-user-token: sentry-access-token
    settlemint-token: settlemint-application-access-token settlemint-personal-access-token \
    settlemint-service-access-token
    shippo-token: shippo-api-token
    shopify-access-token: shopify-custom-access-token shopify-private-app-access-token \
    shopify-shared-secret
    sidekiq-credentials: sidekiq-secret
    sidekiq-url: sidekiq-sensitive-url
    slack-app-token: kingfisher.slack.1
    slack-bot-token slack-bot-token-legacy slack-user-token slack-user-token-legacy \
    slack-app-token slack-session slack-webhook: SlackDetector
    slack-bot-token slack-bot-token-legacy slack-user-token slack-user-token-legacy \
    slack-session: kingfisher.slack.2
    slack-bot-token-legacy: slack-legacy-bot-token
    slack-configuration-token: slack-config-access-token slack-config-refresh-token
    slack-session: slack-session-cookie slack-session-token
    slack-session slack-user-token-legacy slack-user-token: slack-legacy-workspace-token
    slack-user-token-legacy: slack-legacy-token
    slack-webhook: kingfisher.slack.4 slack-webhook-url
    snowflake-access-token: snowflake-programmatic-access-token
    snyk-token: snyk-api-token
    sonarqube-token: sonar-api-token
    square-access-token: SquareOAuthDetector
    squarespace-key: squarespace-access-token
    stability-api-key: stability-ai-api-key
    stripe-live-key: StripeDetector
    stripe-live-key stripe-test-key clerk-secret-key highnote-secret-key workos-api-key: \
    stripe-access-token
    stripe-live-key stripe-test-key stripe-publishable-key: kingfisher.stripe.1 \
    kingfisher.stripe.2
    sumologic-key: sumologic-access-token
    supabase-anon-key supabase-service-role-key supabase-publishable-key supabase-secret-key: \
    supabase-project-api-key
    tailscale-key: tailscale-api-key
    telegram-bot-token: telegram-bot-api-token TelegramBotTokenDetector
    telnyx-api-key: telnyx-api-v2-key
    terraform-cloud-token: hashicorp-tf-api-token
    together-api-key together-api-key-legacy: togetherai-api-key
    tracked-secret-file: pkcs12-file
    travisci-token: travisci-access-token
    twilio-api-key-id: kingfisher.twilio.1 twilio-api-key TwilioKeyDetector
    twilio-secret twilio-auth-token: kingfisher.twilio.2
    twitch-key: twitch-api-token
    twitter-key: twitter-access-secret twitter-access-token twitter-api-key twitter-api-secret \
    twitter-bearer-token
    typeform-token: typeform-api-token
    upcloud-token: upcloud-api-token
    upstash-redis-token: upstash-redis-rest-token
    url-credentials database-url: BasicAuthDetector kingfisher.credentials.1
    valtown-api-token: val-town-api-token
    vercel-access-token vercel-access-token-legacy: vercel-api-token vercel-app-access-token \
    vercel-app-refresh-token vercel-integration-token vercel-personal-access-token
    voyage-api-key: voyageai-api-key
    wakatime-key: wakatime-api-key
    wandb-api-key wandb-api-key-legacy: weights-and-biases-api-key weights-and-biases-api-key-v1
    workato-api-token: workato-developer-api-token
    workos-api-key: workos-production-api-key
    xendit-secret-key: xendit-production-api-key
    yandex-cloud-key: yandex-access-token yandex-api-key yandex-aws-access-token
    zendesk-api-token: zendesk-secret-key
    zhipu-api-key: zai-api-key
    zoho-token: zoho-oauth-token zoho-zapi-key
    zuplo-api-key: zuplo-consumer-api-key
    -gitleaks: adobe-client-id alibaba-secret-key asana-client-id bitbucket-client-id \
    discord-client-id discord-client-secret kubernetes-secret-yaml linear-client-secret \
    linkedin-client-id looker-client-id mailgun-pub-key messagebird-client-id \
    new-relic-user-api-id plaid-client-id sendbird-access-id sumologic-access-id
    -betterleaks: aikido-client-id algolia-application-id alibaba-sts-access-key-secret \
    alibaba-sts-security-token artifactory-jfrog-url auth0-client-id auth0-domain azure-client-id \
    azure-storage-account-name azure-tenant-id browserstack-username canva-client-id \
    clickhouse-cloud-key-id cloudflare-account-id cloudinary-cloud-name ebay-client-id \
    generic-username lark-app-id miro-client-id mongodb-atlas-service-account-id \
    mux-access-token-id paypal-client-id planetscale-id plivo-auth-id polymarket-address \
    ramp-client-id razorpay-key-id salesforce-instance-url snowflake-account-host \
    supabase-project-url tableau-personal-access-token-name tableau-server-host \
    upstash-redis-rest-url wiz-client-id zoho-client-id
    -kingfisher: kingfisher.azure.devops.2 kingfisher.azureopenai.host.1 \
    kingfisher.azuresearch.url.1 kingfisher.azurestorage.name.1 kingfisher.gcp.3 \
    kingfisher.github.5 kingfisher.github.6
    -detect-secrets: CloudantDetector IbmCosHmacDetector IPPublicDetector SoftlayerDetector
    """
}
