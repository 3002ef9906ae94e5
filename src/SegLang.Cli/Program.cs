using System.Globalization;
using System.Runtime.InteropServices;
using SegLang.Cli;

// Nothing that is read or written depends on where the machine stands.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

using Terminal terminal = Terminal.Open();
using CancellationTokenSource source = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return Guard.Run(new Session(terminal, source.Token), args);

// The first signal lets the command clean up after itself, the second one ends it.
void Cancel(PosixSignalContext context)
{
    context.Cancel = !source.IsCancellationRequested;
    source.Cancel();
}
