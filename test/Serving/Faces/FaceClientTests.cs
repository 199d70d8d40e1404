using System.Net.Http.Headers;

namespace Graft.Serving.Tests;

public sealed class FaceClientTests : GalleryTests
{
    [Fact]
    public async Task A_key_does_with_faces_what_its_scopes_say_and_without_keys_only_this_machine_is_answered()
    {
        await using (var open = await Start())
        {
            open.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "10.0.0.1");
            (await Send(open, $"{Gallery}/identify", Photos.Portrait)).Problem(403, "keys-needed");
        }
        var keys = new[] { "predict", "faces", "enroll", "descriptors" }.ToDictionary(scope => scope,
            scope => KeyFile.Add(Folder["keys.json"], scope, hash => new StoredKey(scope, hash, [scope])));
        await using var service = await Start(Folder["keys.json"]);
        string[] addresses = [$"{Gallery}/identify", Samples, "/v1/faces/represent"];
        foreach (var (scope, allowed) in new[] { ("predict", -1), ("faces", 0), ("enroll", 1), ("descriptors", 2) })
            foreach (var (at, address) in addresses.Index())
            {
                service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", keys[scope]);
                var answer = await Send(service, address, Photos.Portrait);
                if (at == allowed) Assert.InRange(answer.Status, 200, 201);
                else answer.Problem(403, "wrong-scope");
            }
    }

    [Fact]
    public async Task The_addresses_of_CompreFace_answer_its_clients()
    {
        await using var service = await Start();
        var added = await Send(service, "/api/v1/recognition/faces?subject=Tom", Photos.Portrait);
        Assert.Equal((201, "Tom"), (added.Status, added.Json.GetProperty("subject").GetString()));
        Assert.True(Guid.TryParse(added.Json.GetProperty("image_id").GetString(), out _));
        var result = (await Send(service, "/api/v1/recognition/recognize", Photos.Portrait)).Json.GetProperty("result")[0];
        Assert.Equal("Tom", result.GetProperty("subjects")[0].GetProperty("subject").GetString());
        Assert.InRange(result.GetProperty("subjects")[0].GetProperty("similarity").GetDouble(), 0.99, 1);
        Assert.True(result.GetProperty("box").GetProperty("x_max").GetInt32() > result.GetProperty("box").GetProperty("x_min").GetInt32());
        var strangers = (await Send(service, "/api/v1/recognition/recognize?limit=5", Photos.Collage)).Json.GetProperty("result");
        Assert.Equal(5, strangers.GetArrayLength());
        var found = await Send(service, "/api/v1/detection/detect?limit=2&face_plugins=landmarks", Photos.Collage);
        Assert.Equal(2, found.Json.GetProperty("result").GetArrayLength());
        Assert.InRange((await Send(service, "/api/v1/detection/detect?limit=0", Photos.Collage)).Json.GetProperty("result").GetArrayLength(), 20, 24);
        Assert.All(strangers.EnumerateArray(), one => Assert.InRange(one.GetProperty("subjects")[0].GetProperty("similarity").GetDouble(), 0.2, 0.5));
        var verified = await Send(service, "/api/v1/verification/verify", Photos.Portrait, Photos.Portrait);
        var matches = verified.Json.GetProperty("result")[0].GetProperty("face_matches");
        Assert.InRange(matches[0].GetProperty("similarity").GetDouble(), 0.99, 1);
        // By the names of the fields, whatever their order: one face, compared with all of the other image.
        var form = new MultipartFormDataContent
        {
            { TestService.Raw(Photos.Collage), "target_image", "b.jpg" }, { TestService.Raw(Photos.Portrait), "source_image", "a.jpg" },
        };
        matches = (await service.Post("/api/v1/verification/verify", form)).Json.GetProperty("result")[0].GetProperty("face_matches");
        Assert.InRange(matches.GetArrayLength(), 20, 24);
        (await Send(service, "/api/v1/detection/detect", Nobody)).Problem(422, "no-face");
        Assert.Equal("Tom", (await service.Get("/api/v1/recognition/subjects")).Json.GetProperty("subjects")[0].GetString());
        Assert.Equal(200, (await Delete(service, "/api/v1/recognition/subjects/Tom")).Status);
    }

    [Fact]
    public async Task Clients_of_CompreFace_may_send_images_in_base_64()
    {
        await using var service = await Start();
        var portrait = Convert.ToBase64String(Photos.Portrait);
        Assert.Equal(201, (await service.Post("/api/v1/recognition/faces?subject=Tom", Json($$"""{"file":"{{portrait}}"}"""))).Status);
        var escaped = Json($$"""{"file":"data:image/jpeg;base64,{{portrait.Replace("/", "\\/")}}"}""");
        var known = (await service.Post("/api/v1/recognition/recognize", escaped)).Json;
        Assert.Equal("Tom", known.GetProperty("result")[0].GetProperty("subjects")[0].GetProperty("subject").GetString());
        var both = Json($$"""{"target_image":"{{Convert.ToBase64String(Photos.Collage)}}","source_image":"{{portrait}}"}""");
        var matches = (await service.Post("/api/v1/verification/verify", both)).Json.GetProperty("result")[0].GetProperty("face_matches");
        Assert.InRange(matches.GetArrayLength(), 20, 24);
        string[] bad =
        [
            "", "[]", "{\"file\":1}", "{\"file\":\"\"}", "{\"file\":\"?\"}", "{\"file\":\"\\ud800\"}",
            "{\"file\":[\"AAAA\"", "{\"other\":\"AAAA\"}", "{\"file\":\"AAAA\",\"file\":\"AAAA\"}", "{\"file\":\"data:AAAA,\"}",
        ];
        foreach (var wrong in bad)
            (await service.Post("/api/v1/detection/detect", Json(wrong))).Problem(400, "bad-request");
        (await service.Post("/api/v1/detection/detect", Json("{\"file\":\"AAAA\"}"))).Problem(415, "not-an-image");
        (await service.Post("/v1/faces/detect", Json("{\"file\":\"AAAA\"}"))).Problem(415, "not-an-image"); // our own addresses take files
        await StatusTests.Settled(service);

        static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
    }

    [Fact]
    public async Task Faces_are_served_beside_models_and_not_without_a_gallery()
    {
        var settings = new ServeSettings { Models = [$"m={TinyModels.Write("classify", Folder["m.onnx"])}"], Limits = TestService.Limits };
        await using (var models = await TestService.Start(settings))
        {
            (await models.Get("/v1/galleries")).Problem(404, "no-address");
            Assert.DoesNotContain("galleries", (await models.Get("/openapi.json")).Text);
        }
        Make();
        await using var service = await TestService.Start(settings with { Galleries = [$"staff={Folder["staff.faces"]}"] });
        Assert.Equal(200, (await service.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()))).Status);
        var document = (await service.Get("/openapi.json")).Json;
        var endpoints = EndpointTable.All.Concat(service.Service.Extensions.SelectMany(extension => extension.Endpoints));
        Assert.Equal(endpoints.Select(one => $"{one.Method.ToLowerInvariant()} {one.Pattern}").Order(StringComparer.Ordinal),
            document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(one => $"{one.Name} {path.Name}"))
                .Order(StringComparer.Ordinal));
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("Identified", out _));
        await Assert.ThrowsAsync<GraftException>(() => TestService.Start(settings with { Galleries = [$"staff={Folder["none.faces"]}"] }));
    }
}
