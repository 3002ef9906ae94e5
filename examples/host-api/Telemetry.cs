using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using SegLang;

namespace HostApi;

/// <summary>Metrics and traces by OpenTelemetry, to where OTEL_EXPORTER_OTLP_ENDPOINT says; without it, none.</summary>
internal static class Telemetry
{
    /// <summary>Watches SegLang and the requests.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        MeterProvider meters = Sdk.CreateMeterProviderBuilder()
            .AddMeter(SegLangTelemetry.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime").AddOtlpExporter().Build();
        TracerProvider traces = Sdk.CreateTracerProviderBuilder()
            .AddSource(SegLangTelemetry.Name, "Microsoft.AspNetCore").AddOtlpExporter().Build();

        // Made by factories, so that the host disposes of them, which sends what is left.
        builder.Services.AddSingleton(_ => meters);
        builder.Services.AddSingleton(_ => traces);
        builder.Services.AddHostedService<Flushing>();
    }

    // Asked for once, so that both belong to the host.
    private sealed class Flushing(MeterProvider meters, TracerProvider traces) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            meters.ForceFlush();
            traces.ForceFlush();
            return Task.CompletedTask;
        }
    }
}
