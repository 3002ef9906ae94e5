using System.Net;
using System.Text;
using System.Text.Json;
using SegLang.Tests.Checkpoints;

namespace SegLang.Tests.Hosting;

/// <summary>The example hosts, each in a process of its own.</summary>
public sealed class HostExamples : IDisposable
{
    private static readonly (string Path, string Body, string Place, string Says)[] Unusable =
    [
        ("/evaluate", "", "$", "send JSON as the README"),
        ("/evaluate", "null", "$", "the body is empty or null; send a JSON object"),
        ("/evaluate", """{ "customer": { "country": "AT" } }""", "$.customer", "'id'"),
        ("/evaluate", """{ "customer": { "id": "" } }""", "$.customer.id", "the id is empty; give the customer's id"),
        ("/evaluate", """{ "customer": { "id": "c", "purchases": [ { "time": "yesterday", "order": "1", "amount": 3 } ] } }""", "$.customer.purchases[0].time", "(line 1, byte "),
        ("/evaluate", """{ "customer": { "id": "c", "purchases": [ { "time": "2026-03-09T12:00:00Z", "order": "1", "amount": 3.123 } ] } }""", "$.customer", "a number has more decimals than the field"),
        ("/evaluate", """{ "customer": { "id": "c", "nickname": "x" } }""", "$.customer.nickname", "nickname"),
        ("/why", """{ "name": "Regulars", "customer": { "id": "" } }""", "$.customer.id", "the id is empty; give the customer's id"),
        ("/why", """{ "name": "Regular", "customer": { "id": "c" } }""", "$.name", "there is no output `Regular`; did you mean `Regulars`?"),
        ("/events", """{ "type": "Visit" }""", "$", "'key'"),
        ("/events", """{ "key": "ada", "type": "Visitt" }""", "type", "there is no event `Visitt`; did you mean `Visit`?"),
        ("/events", """{ "key": "ada", "type": "Purchase", "fields": { "order": "1", "amount": "much" } }""", "amount", "`amount` is no money(EUR); give a number with at most 2 decimals"),
    ];

    private readonly TemporaryFolder folder = new();

    public HostExamples()
    {
        Directory.CreateDirectory(folder["rules"]);
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "examples", "host-api", "rules")))
        {
            File.Copy(file, Path.Combine(folder["rules"], Path.GetFileName(file)));
        }
    }

    [Fact]
    public async Task The_console_says_who_is_a_regular()
    {
        using ExampleProcess console = ExampleProcess.Start("host-console", Path.Combine(Repository.Root, "examples", "host-console"));
        Assert.Equal((0, "Ada gehört zu den Stammkunden."), (await console.ExitAsync(), console.Output.Trim()));
    }

    [Fact]
    public async Task The_api_evaluates_a_customer_with_events()
    {
        using ExampleProcess api = Start();
        using HttpClient client = await api.ClientAsync();
        (HttpStatusCode code, JsonElement answer) = await PostAsync(client, "/evaluate", Regular);
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(
            """{"now":"2026-03-09T12:00:00+00:00","version":1,"segments":["Regulars","OpenCart"],"classes":{"Value":"Gold"},"traits":{"Spent":"1100.50"}}""",
            answer.GetRawText());
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await HealthAsync(client));
    }

    [Fact]
    public async Task The_api_says_why()
    {
        using ExampleProcess api = Start();
        using HttpClient client = await api.ClientAsync();
        (HttpStatusCode code, JsonElement answer) = await PostAsync(
            client, "/why", """{ "name": "Reachable", "now": "2026-03-09T12:00:00Z", "customer": { "id": "ada", "country": "FR" } }""");
        Assert.Equal(HttpStatusCode.OK, code);
        JsonElement whole = answer.GetProperty("parts")[0];
        Assert.Equal(("Reachable", "false"), (answer.GetProperty("name").GetString(), answer.GetProperty("value").GetString()));
        Assert.Equal(
            ["newsletter: false True", "country in [\"AT\", \"DE\", \"CH\"]: false True"],
            whole.GetProperty("parts").EnumerateArray().Select(p => $"{p.GetProperty("text")}: {p.GetProperty("value")} {p.GetProperty("decides")}"));
        Assert.Equal("\"FR\"", whole.GetProperty("parts")[1].GetProperty("parts")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_request_that_cannot_be_used_says_where_why_and_what_to_do()
    {
        using ExampleProcess api = Start();
        using HttpClient client = await api.ClientAsync();
        foreach ((string path, string body, string place, string says) in Unusable)
        {
            (HttpStatusCode code, JsonElement answer) = await PostAsync(client, path, body);
            Assert.True(code == HttpStatusCode.BadRequest, $"{body}: {code} {answer}");
            JsonProperty error = answer.GetProperty("errors").EnumerateObject().Single();
            Assert.True(error.Name == place && error.Value[0].GetString()!.Contains(says, StringComparison.Ordinal), $"{body}: {error}");
        }
    }

    [Fact]
    public async Task Events_lead_a_customer_on_and_outlast_a_crash()
    {
        using (ExampleProcess api = Start("--SegLang:Stream:CheckpointEvery=00:00:00.05"))
        {
            using HttpClient client = await api.ClientAsync();
            await EventAsync(client, """{ "key": "ada", "type": "Visit" }""");
            Assert.Equal("Guest", await StageAsync(client, "ada"));
            await EventAsync(client, """{ "key": "ada", "type": "Purchase", "fields": { "order": "1", "amount": 12.5 } }""");
            Assert.Equal("Buyer", await StageAsync(client, "ada"));
            Assert.Null(await StageAsync(client, "eve"));
            await UntilStoredAsync(client);
            await api.KillAsync();
        }

        using ExampleProcess after = Start();
        using HttpClient again = await after.ClientAsync();
        Assert.Equal("Buyer", await StageAsync(again, "ada"));
    }

    [Fact]
    public async Task Changed_rules_serve_without_a_restart_and_wrong_ones_never()
    {
        using ExampleProcess api = Start("--SegLang:Debounce=00:00:00.02");
        using HttpClient client = await api.ClientAsync();
        string rules = Path.Combine(folder["rules"], "segments.seg");
        string text = await File.ReadAllTextAsync(rules);

        await File.WriteAllTextAsync(rules, text.Replace("newsletter and country", "newsletterr and country", StringComparison.Ordinal));
        (HttpStatusCode code, JsonElement refused) = await PostAsync(client, "/reload", "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Contains("segments.seg:18:21: error SEG2001", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await HealthAsync(client));

        await File.WriteAllTextAsync(rules, text.Replace("Gold   when Spent >= 1000", "Gold   when Spent >= 5000", StringComparison.Ordinal));
        string value = "";
        for (int left = 3000; left > 0 && value != "Silver"; left--)
        {
            (_, JsonElement answer) = await PostAsync(client, "/evaluate", Regular);
            value = answer.GetProperty("classes").GetProperty("Value").GetString()!;
            await Task.Delay(20);
        }

        Assert.Equal("Silver", value);
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await HealthAsync(client));
    }

    public void Dispose() => folder.Dispose();

    private const string Regular =
        """
        { "now": "2026-03-09T12:00:00Z", "customer": { "id": "ada", "adds": [ { "time": "2026-03-09T08:00:00Z", "product": "shoes" } ], "purchases": [
          { "time": "2026-01-10T12:00:00Z", "order": "2", "amount": 50.25 },
          { "time": "2026-01-09T12:00:00Z", "order": "1", "amount": 1000 },
          { "time": "2026-01-11T12:00:00Z", "order": "3", "amount": 50.25 } ] } }
        """;

    private ExampleProcess Start(params IEnumerable<string> arguments) => ExampleProcess.Start(
        "host-api", folder.Path,
        ["--urls", "http://127.0.0.1:0", "--contentRoot", folder.Path, "--SegLang:Path=rules", "--SegLang:Stream:Checkpoint=state", .. arguments]);

    private static async Task<(HttpStatusCode Code, JsonElement Answer)> PostAsync(HttpClient client, string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, answer.RootElement.Clone());
    }

    private static async Task EventAsync(HttpClient client, string body)
    {
        (HttpStatusCode code, JsonElement answer) = await PostAsync(client, "/events", body);
        Assert.True(code == HttpStatusCode.OK && answer.GetProperty("outcome").GetString() == "Applied", $"{code} {answer}");
    }

    // Null where there is no such customer.
    private static async Task<string?> StageAsync(HttpClient client, string key)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri($"/journeys/{key}", UriKind.Relative));
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return response.StatusCode == HttpStatusCode.NotFound ? null : answer.RootElement[0].GetProperty("stage").GetString();
    }

    private static async Task<(HttpStatusCode, string?)> HealthAsync(HttpClient client)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri("/healthz", UriKind.Relative));
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, answer.RootElement.GetProperty("status").GetString());
    }

    // Inputs come until the state on the disk holds the order.
    private async Task UntilStoredAsync(HttpClient client)
    {
        for (int i = 0; !Stored().Contains("ada", StringComparison.Ordinal) || i < 3; i++)
        {
            Assert.True(i < 1000, "nothing is stored");
            await EventAsync(client, $$"""{ "key": "other{{i}}", "type": "Visit" }""");
            await Task.Delay(60);
        }
    }

    private string Stored() => string.Concat(Directory.GetFiles(folder["state"]).Where(f => Path.GetFileName(f) != "lock").Select(f =>
    {
        using FileStream stream = new(f, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }));
}
