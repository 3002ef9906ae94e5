using System.Text;
using SegLang.Runtime;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Data;

/// <summary>The instant of an evaluation as `--now` and `now` of `seglang.json` name it.</summary>
public static class EvaluationInstant
{
    /// <summary>Reads it in µs since 1970-01-01T00:00Z: null for `latest`, the clock's where nothing is given; false where it is no datetime.</summary>
    public static bool TryRead(string? text, Calendar calendar, out long? now)
    {
        now = null;
        if (text == "latest")
        {
            return true;
        }

        if (text is null)
        {
            now = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
            return true;
        }

        bool ok = Scalars.DateTime(Encoding.UTF8.GetBytes(text), calendar, out long instant) == Outcome.Ok;
        now = instant;
        return ok;
    }
}
