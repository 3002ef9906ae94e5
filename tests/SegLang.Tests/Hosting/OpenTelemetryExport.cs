using System.Net;
using System.Net.Sockets;
using System.Text;
using SegLang.Tests.Checkpoints;

namespace SegLang.Tests.Hosting;

/// <summary>What leaves the example API through the exporter of OpenTelemetry, as a collector sees it (OTLP over HTTP).</summary>
public sealed class OpenTelemetryExport : IDisposable
{
    private const string Person = "ada-4711";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task All_documented_instruments_and_traces_leave_without_personal_data()
    {
        CopyRules();
        using Collector collector = new();
        using ExampleProcess api = ExampleProcess.Start(
            "host-api", folder.Path, collector.Environment,
            [
                "--urls", "http://127.0.0.1:0", "--contentRoot", folder.Path, "--SegLang:Path=rules",
                "--SegLang:Stream:Checkpoint=state", "--SegLang:Stream:CheckpointEvery=00:00:00.05",
            ]);
        using HttpClient client = await api.ClientAsync();

        string[] instruments = Documented("| instrument |");
        string[] traces = Documented("| trace |");
        Assert.Equal((11, 2), (instruments.Length, traces.Length));
        for (int left = 200; left > 0 && !(collector.HasAll("/v1/metrics", instruments) && collector.HasAll("/v1/traces", traces)); left--)
        {
            await PostAsync(client, "/evaluate", $$"""{ "customer": { "id": "{{Person}}" } }""");
            await PostAsync(client, "/events", $$"""{ "key": "{{Person}}", "type": "Visit", "fields": { "page": "{{Person}}" } }""");
            await PostAsync(client, "/reload", "");
            await Task.Delay(100);
        }

        Assert.All(instruments.Append(SegLangTelemetry.Name), n => Assert.True(collector.HasAll("/v1/metrics", [n]), n));
        Assert.All(traces.Append(SegLangTelemetry.Name), n => Assert.True(collector.HasAll("/v1/traces", [n]), n));
        Assert.False(collector.HasAll("/v1/metrics", [Person]) || collector.HasAll("/v1/traces", [Person]));
    }

    public void Dispose() => folder.Dispose();

    // The names in the first column of a table of the guide.
    private static string[] Documented(string head) =>
    [
        .. Repository.Read("grammar/hosts.md").Split('\n').SkipWhile(l => !l.StartsWith(head, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(l => l.StartsWith('|')).Select(l => l.Split('`')[1]),
    ];

    private static async Task PostAsync(HttpClient client, string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private void CopyRules()
    {
        Directory.CreateDirectory(folder["rules"]);
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "examples", "host-api", "rules")))
        {
            File.Copy(file, Path.Combine(folder["rules"], Path.GetFileName(file)));
        }
    }

    /// <summary>Takes what is posted, and says that all is well. Names stand in the messages as they are, in UTF-8.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly StringBuilder metrics = new();
        private readonly StringBuilder traces = new();
        private readonly string address;

        public Collector()
        {
            address = $"http://127.0.0.1:{FreePort()}";
            listener.Prefixes.Add(address + "/");
            listener.Start();
            _ = Task.Run(ListenAsync);
        }

        public IEnumerable<KeyValuePair<string, string>> Environment => new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        };

        public bool HasAll(string path, IEnumerable<string> names)
        {
            StringBuilder taken = Of(path);
            lock (taken)
            {
                string text = taken.ToString();
                return names.All(n => text.Contains(n, StringComparison.Ordinal));
            }
        }

        public void Dispose() => listener.Close();

        private static int FreePort()
        {
            using TcpListener probe = new(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        private StringBuilder Of(string? path) => path == "/v1/metrics" ? metrics : traces;

        private async Task ListenAsync()
        {
            while (listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return; // Closed.
                }

                using (StreamReader reader = new(context.Request.InputStream, Encoding.UTF8))
                {
                    string body = await reader.ReadToEndAsync();
                    StringBuilder taken = Of(context.Request.Url?.AbsolutePath);
                    lock (taken)
                    {
                        taken.Append(body);
                    }
                }

                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
    }
}
