using Graft.Imaging;

namespace Graft.Guide;

/// <summary>The program of docs/guide/explain.md: what an answer rests on.</summary>
internal static class Explaining
{
    public static void Run(string model, string image)
    {
        #region explain
        using var predictor = Classifier.Open(model);
        var found = predictor.Explain(image)[0];
        Console.WriteLine($"{found.ClassName} {found.Score:0.000}, {(found.IsExact ? "exact" : "estimated")}: {found.Rows} x {found.Columns} cells");
        Console.WriteLine($"in the middle of the image {found.At(found.Width / 2.0, found.Height / 2.0):0.000}");
        File.WriteAllBytes("why.jpg", ImageEncoder.EncodeJpeg(found.Draw(ImageFile.Decode(image)), 90));
        #endregion
    }
}
