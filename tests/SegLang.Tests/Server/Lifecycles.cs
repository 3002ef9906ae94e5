using System.Diagnostics;
using System.Text.Json.Nodes;
using SegLang.Tests.Checkpoints;
using SegLang.Tests.Cli;

namespace SegLang.Tests.Server;

/// <summary>How a conversation begins, goes on and ends.</summary>
public sealed class Lifecycles
{
    private const string Broken = "profile Customer { id: text key }\nsegment Adults { agee > 18 }\n";

    [Fact]
    public async Task Nothing_is_answered_before_initialize()
    {
        await using LspClient client = LspClient.Start();
        LspFailure failure = await Assert.ThrowsAsync<LspFailure>(() => client.RequestAsync("textDocument/hover", LspClient.At("file:///a.seg", 0, 0)));
        Assert.Equal(-32002, failure.Code);
    }

    [Fact]
    public async Task A_second_initialize_is_refused()
    {
        await using LspClient client = await LspClient.OpenAsync();
        LspFailure failure = await Assert.ThrowsAsync<LspFailure>(() => client.GreetAsync());
        Assert.Equal(-32600, failure.Code);
    }

    [Fact]
    public async Task Exit_after_shutdown_ends_with_0_and_nothing_is_answered_between()
    {
        await using LspClient client = await LspClient.OpenAsync();
        Assert.Null(await client.RequestAsync("shutdown"));
        LspFailure failure = await Assert.ThrowsAsync<LspFailure>(() => client.RequestAsync("shutdown"));
        Assert.Equal(-32600, failure.Code);
        client.Notify("exit", []);
        Assert.Equal(0, await client.Ended!);
    }

    [Fact]
    public async Task Exit_without_shutdown_ends_with_1()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.Notify("exit", []);
        Assert.Equal(1, await client.Ended!);
    }

    [Fact]
    public async Task The_end_of_the_stream_is_the_end_of_the_server()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.HangUp();
        Assert.Equal(1, await client.Ended!);
    }

    [Fact]
    public async Task What_is_not_known_has_the_error_that_the_protocol_names()
    {
        await using LspClient client = await LspClient.OpenAsync();
        Assert.Equal(-32601, (await Assert.ThrowsAsync<LspFailure>(() => client.RequestAsync("textDocument/brew"))).Code);
        Assert.Equal(-32602, (await Assert.ThrowsAsync<LspFailure>(() => client.RequestAsync("textDocument/formatting"))).Code);
        Assert.Equal(-32602, (await Assert.ThrowsAsync<LspFailure>(() => client.RequestAsync("textDocument/formatting", new JsonObject { ["textDocument"] = 3 }))).Code);
    }

    [Fact]
    public async Task The_editor_is_told_what_is_wrong_with_what_it_types()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.Open("untitled:one", Broken);
        JsonNode finding = Assert.Single(await client.DiagnosticsAsync("untitled:one", 1))!;
        Assert.Equal("SEG2001", (string?)finding["code"]);
        Assert.Equal("https://seglang.dev/diagnostics#seg2001", (string?)finding["codeDescription"]!["href"]);
        Assert.Equal(1, (int)finding["range"]!["start"]!["line"]!);
        Assert.Equal(17, (int)finding["range"]!["start"]!["character"]!);
        client.Change("untitled:one", 2, new JsonObject { ["range"] = LspClient.Range(0, 31, 31), ["text"] = ", agee: int" });
        Assert.Empty(await client.DiagnosticsAsync("untitled:one", 2));
    }

    [Fact]
    public async Task The_server_in_a_process_of_its_own_keeps_stdout_for_the_protocol_and_loads_no_compiler()
    {
        using TemporaryFolder folder = new();
        using Process process = Binary.Start(folder.Path, folder.Path, "lsp", "--stdio");
        await using (LspClient client = new(process.StandardInput.BaseStream, process.StandardOutput.BaseStream))
        {
            await client.GreetAsync(folder.Path);
            client.Open("untitled:one", Broken);
            Assert.Single(await client.DiagnosticsAsync("untitled:one", 1));

            // Findings never need the C# compiler; the process has what it has loaded in its maps.
            string loaded = File.ReadAllText($"/proc/{process.Id}/maps");
            Assert.Contains("SegLang.LanguageServer.dll", loaded, StringComparison.Ordinal);
            Assert.DoesNotContain("Microsoft.CodeAnalysis", loaded, StringComparison.Ordinal);
            await client.RequestAsync("shutdown");
            client.Notify("exit", []);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task The_server_ends_with_the_editor_that_started_it()
    {
        using TemporaryFolder folder = new();
        using Process editor = Process.Start("sleep", "600");
        using Process process = Binary.Start(folder.Path, folder.Path, "lsp", "--clientProcessId", editor.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await using LspClient client = new(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        await client.GreetAsync(folder.Path);
        editor.Kill();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, process.ExitCode);
    }
}
