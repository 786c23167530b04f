# One image per service: docker build --build-arg PROJECT=Orders.Api .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
ARG PROJECT
# A folder of packages that ./dev fills where a feed lacks some; here none does.
RUN mkdir -p packages/feed \
    && dotnet publish "$PROJECT" --configuration Release --output /app -p:UseAppHost=true \
    && ln -s "$PROJECT" /app/service

# Debian and not Alpine: librdkafka needs glibc, and SqlClient the data of all cultures.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The simulated gateway's own.
RUN mkdir /ledger && chown "$APP_UID" /ledger
# What a service writes goes to its databases; a data folder is mounted where one is needed.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["/app/service"]
