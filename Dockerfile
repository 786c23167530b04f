# One image per service: docker build --build-arg PROJECT=Orders.Api --tag orders-api:1.0.0 .
# The two versions belong together: those on which the tests ran.
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /src
COPY . .
ARG PROJECT
# For this system alone: the native libraries of all others would more than double the image. The link gives every
# service one name. The packages stay on the building machine, for the next image.
ENV NUGET_PACKAGES=/packages
RUN --mount=type=cache,target=/packages \
    dotnet publish "$PROJECT" --configuration Release --use-current-runtime --self-contained false --output /app \
    && ln -s "$PROJECT" /app/service

# Ubuntu in full, neither Alpine nor chiseled: librdkafka needs glibc, and SqlClient the data of all cultures.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble
WORKDIR /app
COPY --from=build /app .
# Of the simulated gateway, the only one that writes files. A volume that is mounted there belongs to the same user.
RUN mkdir /ledger && chown "$APP_UID:$APP_UID" /ledger
# Nobody attaches a debugger or profiler here, so the runtime opens no door for one.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["/app/service"]
