using NetVips;

namespace Graft.Imaging;

/// <summary>Settings of libvips, made once before its first use.</summary>
internal static class VipsEngine
{
    // Kept here, as native code holds it.
    private static readonly Log.LogDelegate Silence = (_, _, _) => { };

    static VipsEngine()
    {
        // Images are decoded on the caller's threads, and none twice: a cache would only hold memory.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        // What matters of its warnings comes back as a refusal with the file's name.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Silence);
    }

    public static void Prepare() { }
}
