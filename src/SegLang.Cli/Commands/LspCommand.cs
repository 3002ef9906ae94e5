using SegLang.LanguageServer;

namespace SegLang.Cli;

/// <summary>`seg lsp`: the language server, over stdin and stdout.</summary>
internal static class LspCommand
{
    /// <summary>Runs until the editor is gone. Nothing but the protocol reaches stdout, whoever writes to the console.</summary>
    public static int Run(Session session, int? clientProcess)
    {
        using Stream input = Console.OpenStandardInput();
        using Stream output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        ServerOptions options = new(ProductVersion.Text, session.Terminal.Error, clientProcess, IsAlone: true, ExplainCommand.Page);
        return Server.RunAsync(input, output, options, session.Cancellation).GetAwaiter().GetResult();
    }
}
